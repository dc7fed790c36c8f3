/** The bytes of standard base64 (RFC 4648 §4) with its padding; undefined for any other text, such as Node would forgive. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
