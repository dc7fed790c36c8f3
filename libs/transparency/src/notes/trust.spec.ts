import {
  BadSignature,
  checkpointText,
  cosign,
  Distrusted,
  formatNote,
  formatTlogProof,
  formatVerifierKey,
  inclusionRanges,
  isQuorum,
  leafHash,
  newSignerKey,
  nodeHash,
  NotProven,
  OPEN_POLICY,
  parsePolicy,
  parseSignerKey,
  parseTlogProof,
  rangeHash,
  signNote,
  trustedCheckpoint,
  Unreadable,
  verifyTlogProof,
} from '#libs/transparency';

const log = parseSignerKey(newSignerKey('example.com/log'));
const witnesses = Object.fromEntries(
  ['x1', 'x2', 'x3', 'y1', 'y2'].map((name) => [
    name,
    parseSignerKey(newSignerKey(`example.com/${name}`), 'cosignature'),
  ]),
);
const vkey = (name: string): string => {
  const signer = witnesses[name];
  return signer ? formatVerifierKey(signer.verifier) : '';
};

const TWO_LEVELS = `
# Two of X, and any of Y.
log ${formatVerifierKey(log.verifier)} https://example.com/log
witness X1 ${vkey('x1')}
\twitness X2 ${vkey('x2')} https://example.com/x2
witness X3 ${vkey('x3')}
group X-witnesses 2 X1 X2 X3
witness Y1 ${vkey('y1')}
witness Y2 ${vkey('y2')}
group Y-witnesses any Y1 Y2
group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;

describe('a policy', () => {
  const policy = parsePolicy(TWO_LEVELS);

  it('names logs, witnesses and what is enough', () => {
    expect(policy.logs).toEqual([{ key: log.verifier, url: 'https://example.com/log' }]);
    expect(policy.witnesses.map(({ name, url }) => [name, url])).toEqual([
      ['X1', undefined],
      ['X2', 'https://example.com/x2'],
      ['X3', undefined],
      ['Y1', undefined],
      ['Y2', undefined],
    ]);
  });

  it.each([
    [['X1', 'X2', 'Y1'], true],
    [['X2', 'X3', 'Y2'], true],
    [['X1', 'X2', 'X3', 'Y1', 'Y2'], true],
    [['X1', 'Y1', 'Y2'], false],
    [['X1', 'X2', 'X3'], false],
    [[], false],
  ])('is content with %j: %s', (cosigners, enough) => {
    expect(isQuorum(policy.quorum, new Set(cosigners))).toBe(enough);
  });

  it('may ask for nobody', () => {
    expect(isQuorum(parsePolicy('quorum none').quorum, new Set())).toBe(true);
    expect(isQuorum(OPEN_POLICY.quorum, new Set())).toBe(true);
  });

  it.each([
    ['no quorum line', '# Nothing is asked for.', 'it has no quorum line'],
    ['two quorums', 'quorum none\nquorum none', 'line 2: there is a quorum already'],
    ['an unknown word', 'witnes X1 k', 'line 1: "witnes" is none of'],
    ['a name used twice', `witness X ${vkey('x1')}\nwitness X ${vkey('x2')}`, 'line 2: the name X is taken'],
    [
      'a witness twice',
      `witness X ${vkey('x1')}\nwitness Z ${vkey('x1')}`,
      'line 2: its public key is that of',
    ],
    [
      'a member twice',
      `witness X ${vkey('x1')}\ngroup g any X\ngroup h any X`,
      'line 3: X is in a group already',
    ],
    ['a member not defined', 'group g any X', 'line 1: X is not defined above'],
    ['a member none', 'group g any none', 'line 1: none is not defined above'],
    ['a witness called none', `witness none ${vkey('x1')}`, 'line 1: the name none is taken'],
    [
      'too large a threshold',
      `witness X ${vkey('x1')}\ngroup g 2 X`,
      'line 2: 2 is not all, any or a number up to 1',
    ],
    ['a threshold of zero', `witness X ${vkey('x1')}\ngroup g 0 X`, 'line 2: 0 is not all'],
    ['a log with the key of a witness', `log ${vkey('x1')}`, 'line 1: the key of a log signs notes'],
    [
      'a witness with the key of a log',
      `witness X ${formatVerifierKey(log.verifier)}`,
      'line 1: the key of a witness',
    ],
    ['lines of DOS', 'quorum none\r', 'line 1: it has a control character'],
    ['a bad key', 'log example.com/log+00000000+AAAA', 'line 1: it holds no Ed25519 key'],
  ])('is refused with %s', (_, text, fault) => {
    expect(() => parsePolicy(text)).toThrow(Unreadable);
    expect(() => parsePolicy(text)).toThrow(fault);
  });
});

/** A log of three leaves, its checkpoint cosigned by some. */
const leaves = ['a', 'b', 'c'];
const hashes = leaves.map(leafHash);
const hashOf = ({ height, index }: { height: number; index: number }): Buffer =>
  height === 0
    ? (hashes[index] ?? Buffer.alloc(0))
    : nodeHash(
        hashOf({ height: height - 1, index: 2 * index }),
        hashOf({ height: height - 1, index: 2 * index + 1 }),
      );

function cosignedBy(...names: readonly string[]): string {
  const root = rangeHash({ from: 0, to: 3 }, hashOf);
  const text = checkpointText({ origin: 'example.com/log', size: 3, root });
  const cosignatures = names.flatMap((name, index) => {
    const signer = witnesses[name];
    return signer ? [cosign(text, signer, 1_700_000_000 + index)] : [];
  });
  return formatNote({ text, signatures: [signNote(text, log), ...cosignatures] });
}

const proofOf = (index: number, checkpoint: string): string =>
  formatTlogProof({
    index,
    hashes: inclusionRanges(index, 3).map((range) => rangeHash(range, hashOf)),
    checkpoint,
  });

describe('a checkpoint under a policy', () => {
  const policy = parsePolicy(TWO_LEVELS);

  it('is believed with its quorum, and says who cosigned it and when', () => {
    const { size, cosigners } = trustedCheckpoint(cosignedBy('x1', 'x2', 'y2'), policy);
    expect(size).toBe(3);
    expect([...cosigners]).toEqual([
      ['X1', 1_700_000_000],
      ['X2', 1_700_000_001],
      ['Y2', 1_700_000_002],
    ]);
  });

  it('is not believed without it', () => {
    expect(() => trustedCheckpoint(cosignedBy('x1', 'y2'), policy)).toThrow(
      'The policy asks for more cosignatures: there is that of X1, Y2',
    );
    expect(() => trustedCheckpoint(cosignedBy('x1', 'x1', 'y2'), policy)).toThrow(Distrusted);
  });

  it('is not believed from a log that is not in the policy', () => {
    const other = parsePolicy(
      `log ${formatVerifierKey(parseSignerKey(newSignerKey('example.com/log')).verifier)}\nquorum none`,
    );
    expect(() => trustedCheckpoint(cosignedBy(), other)).toThrow('No log of the policy signed');
  });

  it('is not believed with another size', () => {
    const changed = cosignedBy('x1', 'x2', 'y2').replace('\n3\n', '\n4\n');
    expect(() => trustedCheckpoint(changed, policy)).toThrow(BadSignature);
  });
});

describe('a proof of one leaf', () => {
  const policy = parsePolicy(`log ${formatVerifierKey(log.verifier)}\nquorum none`);

  it('proves that leaf at its place', () => {
    leaves.forEach((leaf, index) => {
      const proof = parseTlogProof(proofOf(index, cosignedBy()));
      expect(verifyTlogProof(proof, leaf, policy).size).toBe(3);
      expect(() => verifyTlogProof(proof, 'd', policy)).toThrow(NotProven);
      expect(() => verifyTlogProof({ ...proof, index: (index + 1) % 3 }, leaf, policy)).toThrow(NotProven);
    });
  });

  it('is text in the form of C2SP tlog-proof', () => {
    const checkpoint = cosignedBy('x1');
    const [b64a] = hashes.map((hash) => hash.toString('base64'));
    const c = hashes[2]?.toString('base64') ?? '';
    expect(proofOf(1, checkpoint)).toBe(
      `c2sp.org/tlog-proof@v1\nindex 1\n${b64a ?? ''}\n${c}\n\n${checkpoint}`,
    );
  });

  it('may have extra data, which says nothing', () => {
    const text = proofOf(1, cosignedBy()).replace('\nindex', '\nextra AAAA\nindex');
    expect(parseTlogProof(text)).toEqual(parseTlogProof(proofOf(1, cosignedBy())));
  });

  it('proves the only leaf of a log without a path', () => {
    const text = checkpointText({ origin: 'example.com/log', size: 1, root: leafHash('a') });
    const checkpoint = formatNote({ text, signatures: [signNote(text, log)] });
    const proof = parseTlogProof(formatTlogProof({ index: 0, hashes: [], checkpoint }));
    expect(verifyTlogProof(proof, Buffer.from('a'), policy).size).toBe(1);
  });

  it.each([
    ['nothing', ''],
    ['another version', proofOf(1, cosignedBy()).replace('@v1', '@v2')],
    ['no index', proofOf(1, cosignedBy()).replace('index', 'inde')],
    ['an index with a zero before it', proofOf(1, cosignedBy()).replace('index 1', 'index 01')],
    ['a path that is not base64', proofOf(1, cosignedBy()).replace('index 1\n', 'index 1\nx\n')],
  ])('is not read from %s', (_, text) => {
    expect(() => parseTlogProof(text)).toThrow(Unreadable);
  });
});
