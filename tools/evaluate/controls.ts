const NAMES =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

/** Text with control characters named in brackets, as barcode libraries print it: `<GS>`, `<U+9B>`. */
export const showControls = (text: string): string =>
  text.replaceAll(/[\u0000-\u001f\u007f-\u00a0]/g, (control) => {
    const code = control.charCodeAt(0);
    return `<${NAMES[code] ?? (code === 127 ? 'DEL' : `U+${code.toString(16).toUpperCase()}`)}>`;
  });
