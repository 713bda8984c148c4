import type { TestName } from '../scoring/tests.js';

export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a holder is told to do about it: never what exactly was found, which would teach a forger. */
export const ADVICE = {
  none: {
    en: 'Nothing is asked of you.',
    es: 'No tiene que hacer nada.',
  },
  photo: {
    en: 'Take a new photo: sharp, in good light, the whole document in the picture.',
    es: 'Haga otra foto: nítida, con buena luz y el documento completo.',
  },
  side: {
    en: 'Take a photo of the other side.',
    es: 'Haga una foto de la otra cara.',
  },
  document: {
    en: 'Use another valid document.',
    es: 'Utilice otro documento válido.',
  },
  expired: {
    en: 'Your document has expired. Use a valid one.',
    es: 'Su documento está caducado. Utilice uno vigente.',
  },
  selfie: {
    en: 'Take the selfie again: face the camera, in good light, without sunglasses or mask.',
    es: 'Repita el selfi: de frente, con buena luz, sin gafas de sol ni mascarilla.',
  },
  alone: {
    en: 'Be alone in the picture and try again.',
    es: 'Salga solo en la imagen e inténtelo de nuevo.',
  },
  steps: {
    en: 'Follow the steps on the screen and try again.',
    es: 'Siga los pasos de la pantalla e inténtelo de nuevo.',
  },
  consent: {
    en: 'We need your consent to go on.',
    es: 'Necesitamos su consentimiento para continuar.',
  },
  continue: {
    en: 'Something is still missing. Go on with the next step.',
    es: 'Aún falta algo. Continúe con el siguiente paso.',
  },
  wait: {
    en: 'We could not check this now. Try again later.',
    es: 'No hemos podido comprobarlo ahora. Inténtelo más tarde.',
  },
  contact: {
    en: 'We could not complete the verification. Contact whoever asked you for it.',
    es: 'No hemos podido completar la verificación. Contacte con quien se la pidió.',
  },
} as const satisfies Record<string, Record<Language, string>>;
export type Advice = keyof typeof ADVICE;

/** The test that gives it (null for several), what its holder is told, and what an operator reads in each language. */
export type ReasonRow = readonly [test: TestName | null, holder: Advice, en: string, es: string];
