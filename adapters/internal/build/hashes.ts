/** The SHA-256 of every model file; one that differs is neither built nor loaded. */
export const MODEL_HASHES = {
  'ocr-detection.onnx': '2cb43edab8c984b564e22009e42d06dd555b687dafc9bf6e071371486cde9291',
  'ocr-recognition.onnx': '8a2dac1e05168c2a1bb2034661cdc41b5c6917ebaf770f509fbfe99c6e2aca0f',
  'ocr-characters.json': '0641996b3e274a975b0d5053467f1147bab5dc530b605b1a434eac6c426c61bc',
  'mrz-ocrb.onnx': 'a96f2d7e695c670eb529f814a9e3b587c329d262baccf69b286f44de54d8c654',
  'face-detection.onnx': '65e4fe70c171a5366751fcdc6d1329a945b364746c6145e5af363c77bc2fd632',
  'face-landmarks.onnx': '6a5f9fd6e3e04f3721c9040aad08573c16707063586e45edec9a639541b3a23b',
  'face-recognition.onnx': '76daacead41cf38ddf3bddc264a7dbd89eba00873f00d018d7f1664b34d6c1a1',
  'face-age-gender.onnx': '1229ec8101d7dd459fe981833941bca749a1bdf7e829b02057be639ca4e3c1e3',
  'face-expression.onnx': '43083bdf9242ca09a7a198e682837b9dd3bd0a79d5898226ebe08c492f5576cb',
  'face-liveness.onnx': 'afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d',
  'face-pose.onnx': '72d032ec941b7153bf8d3f2c03a4c165453cc7e63d479041ec7c6ef087e5839d',
} as const;
export type ModelFile = keyof typeof MODEL_HASHES;

/** `models/` beside `dist/`: a new build of the code leaves the models in place for whoever runs meanwhile. */
export const MODEL_FOLDER = new URL(
  import.meta.url.endsWith('.ts') ? '../../../models/' : '../../../../models/',
  import.meta.url,
);
