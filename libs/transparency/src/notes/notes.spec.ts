import {
  BadSignature,
  type Checkpoint,
  checkpointText,
  cosign,
  formatNote,
  formatVerifierKey,
  leafHash,
  newSignerKey,
  parseCheckpoint,
  parseNote,
  parseSignatureLine,
  parseSignerKey,
  parseVerifierKey,
  renamed,
  signNote,
  Unreadable,
  verifiedSignatures,
} from '#libs/transparency';
import fc from 'fast-check';

/** The example of C2SP signed-note. */
const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const EXAMPLE_NOTE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;

/** The key of Go's golang.org/x/mod/sumdb/note, and what it makes of its text. */
const NEUMANN_SIGNER = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const NEUMANN_VERIFIER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const NEUMANN_TEXT = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.
`;
const NEUMANN_LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';

const checkpoint: Checkpoint = { origin: 'example.com/log', size: 3, root: leafHash('root') };
const text = checkpointText(checkpoint);
const log = parseSignerKey(newSignerKey('example.com/log'));
const witness = parseSignerKey(newSignerKey('example.com/witness'), 'cosignature');

describe('a signed note', () => {
  it('of the specification holds', () => {
    const note = parseNote(EXAMPLE_NOTE);
    expect(note.text).toBe('This is an example message.\n');
    const [signature] = verifiedSignatures(note, [parseVerifierKey(EXAMPLE_KEY)]);
    expect(signature?.key.name).toBe('example.com/foo');
    expect(formatNote(note)).toBe(EXAMPLE_NOTE);
  });

  it('is signed as Go signs it', () => {
    const signer = parseSignerKey(`${NEUMANN_SIGNER}\n`);
    expect(formatVerifierKey(signer.verifier)).toBe(NEUMANN_VERIFIER);
    const signatures = [signNote(NEUMANN_TEXT, signer)];
    expect(formatNote({ text: NEUMANN_TEXT, signatures })).toBe(`${NEUMANN_TEXT}\n${NEUMANN_LINE}\n`);
  });

  it('holds by the keys we know, and says nothing by others', () => {
    const note = { text, signatures: [signNote(text, log), cosign(text, witness, 1_700_000_000)] };
    const again = parseNote(formatNote(note));
    expect(again).toEqual(note);
    const verified = verifiedSignatures(again, [log.verifier, witness.verifier]);
    expect(verified).toEqual([{ key: log.verifier }, { key: witness.verifier, time: 1_700_000_000 }]);
    const stranger = parseSignerKey(newSignerKey('example.com/log'));
    expect(verifiedSignatures(again, [stranger.verifier])).toEqual([]);
  });

  it('is thrown away whole when a signature of a known key does not hold', () => {
    for (const signature of [signNote(text, log), cosign(text, witness, 1_700_000_000)]) {
      const other = { text: text.replace('3', '4'), signatures: [signature] };
      expect(() => verifiedSignatures(other, [log.verifier, witness.verifier])).toThrow(BadSignature);
      const short = { text, signatures: [{ ...signature, bytes: signature.bytes.subarray(1) }] };
      expect(() => verifiedSignatures(short, [log.verifier, witness.verifier])).toThrow(BadSignature);
    }
    const { name, id, bytes } = cosign(text, witness, 1_700_000_000);
    const later = Buffer.from(bytes);
    later.writeBigUInt64BE(1_700_000_001n);
    const dated = { text, signatures: [{ name, id, bytes: later }] };
    expect(() => verifiedSignatures(dated, [witness.verifier])).toThrow(BadSignature);
  });

  it('of one key does not pass for one of another kind or name', () => {
    const asNote = parseSignerKey(newSignerKey('example.com/witness'));
    const { verifier } = renamed(asNote, 'example.com/other');
    expect(verifier.id).not.toBe(asNote.verifier.id);
    expect(verifier.publicKey).toEqual(asNote.verifier.publicKey);
    expect(verifiedSignatures({ text, signatures: [signNote(text, asNote)] }, [verifier])).toEqual([]);
  });

  it.each([
    ['has no blank line', 'text\n— a AAAAAAA=\n'],
    ['has no signature', 'text\n\n'],
    ['ends without a newline', EXAMPLE_NOTE.trimEnd()],
    ['has a control character', EXAMPLE_NOTE.replace('an', 'a\t')],
    ['has a hyphen for a dash', EXAMPLE_NOTE.replace('—', '-')],
    ['has a signature that is not base64', EXAMPLE_NOTE.replace('Uw2Q', 'Uw!Q')],
    ['has base64 without padding', EXAMPLE_NOTE.replace('aQM=', 'aQM')],
    ['has a word too many', EXAMPLE_NOTE.replace('aQM=', 'aQM= x')],
    ['has a plus in a name', EXAMPLE_NOTE.replace('example.com/foo ', 'example.com+foo ')],
    ['has a signature of a key id alone', `text\n\n— a AAAAAA==\n`],
    ['has a thousand signatures', `text\n\n${'— a AAAAAAA=\n'.repeat(1_000)}`],
  ])('is not read when it %s', (_, note) => {
    expect(() => parseNote(note)).toThrow(Unreadable);
  });

  it('is not written around a text that may not be in one', () => {
    expect(() => formatNote({ text: 'no newline', signatures: [] })).toThrow(Unreadable);
    expect(() => formatNote({ text: 'a\u0000\n', signatures: [] })).toThrow(Unreadable);
  });
});

describe('a key as text', () => {
  it('is read back as it was written', () => {
    const line = formatVerifierKey(log.verifier);
    expect(parseVerifierKey(line)).toEqual(log.verifier);
    expect(parseVerifierKey(formatVerifierKey(witness.verifier))).toEqual(witness.verifier);
    expect(parseSignatureLine(NEUMANN_LINE).name).toBe('PeterNeumann');
  });

  it.each([
    ['without an id', 'example.com/foo+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'],
    ['with the id of another', EXAMPLE_KEY.replace('530d903a', '530d903b')],
    ['under another name', EXAMPLE_KEY.replace('foo', 'bar')],
    ['with a space in its name', EXAMPLE_KEY.replace('foo', 'f o')],
    [
      'of a type that we do not check',
      'example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    ],
    ['that is too short', 'example.com/foo+530d903a+Aeky'],
  ])('%s is refused', (_, line) => {
    expect(() => parseVerifierKey(line)).toThrow(Unreadable);
  });

  it('that signs is refused without being told', () => {
    const wrong = NEUMANN_SIGNER.replace('c74f20a3', 'c74f20a4');
    for (const line of [wrong, 'PRIVATE+KEY+x', NEUMANN_VERIFIER]) {
      expect(() => parseSignerKey(line)).toThrow(Unreadable);
      expect(() => parseSignerKey(line)).not.toThrow(/AYEKFALV/);
    }
  });

  it('has no space or plus in its name', () => {
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\nb'])
      expect(() => newSignerKey(name)).toThrow(Unreadable);
  });
});

describe('a checkpoint', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, bytes) => {
        const written = { origin: 'example.com/log', size, root: Buffer.from(bytes) };
        expect(parseCheckpoint(checkpointText(written))).toEqual(written);
      }),
    );
  });

  it('may have lines of extension', () => {
    expect(parseCheckpoint(`${text}more\n`)).toEqual(checkpoint);
  });

  it.each([
    ['no origin', `\n3\n${checkpoint.root.toString('base64')}\n`],
    ['a leading zero', text.replace('\n3\n', '\n03\n')],
    ['a sign', text.replace('\n3\n', '\n+3\n')],
    ['a size that is not exact', text.replace('\n3\n', '\n9007199254740993\n')],
    ['a short root', text.replace('=\n', '\n')],
    ['an empty line', `${text}\n`],
    ['no newline at its end', text.trimEnd()],
  ])('is refused with %s', (_, wrong) => {
    expect(() => parseCheckpoint(wrong)).toThrow(Unreadable);
  });
});
