import { canonical, decode, UnreadableEvent, UnsealableText } from '#libs/domain';

describe('an event that cannot be read', () => {
  const body = '{"data":{}}';
  it.each([
    [
      { type: 'TreatyRatified', schema: 1, body },
      /^TreatyRatified version 1 is of a type that is not known to this build$/,
    ],
    [
      { type: 'toString', schema: 1, body },
      /^toString version 1 is of a type that is not known to this build$/,
    ],
    [
      { type: 'StepTaken', schema: 2, body },
      /^StepTaken version 2 is newer than this build, which reads up to version 1$/,
    ],
    [{ type: 'StepTaken', schema: 1, body }, /^StepTaken version 1 is not its shape at \/commitment: /],
    [{ type: 'StepTaken', schema: 1, body: '{' }, /^StepTaken version 1 is not JSON$/],
  ])('is refused by its name and version: %j', (event, message) => {
    expect(() => decode(event)).toThrow(message);
    try {
      decode(event);
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableEvent);
      expect(error).toMatchObject({
        name: 'UnreadableEvent',
        code: 'unreadable-event',
        type: event.type,
        schema: event.schema,
      });
    }
  });
});

describe('text that cannot be sealed', () => {
  it.each<[unknown, string]>([
    ['\u0000', 'The value holds'],
    [{ 'a/b': { 'c~d': ['fine', 'x\ud800'] } }, '/a~1b/c~0d/1 holds'],
    [{ a: { 'x\u0000': 1 } }, '/a holds'],
    [['fine', '\udc00'], '/1 holds'],
  ])('is refused at its place: %j', (value, message) => {
    expect(() => canonical(value)).toThrow(`${message} U+0000 or half of a surrogate pair`);
    try {
      canonical(value);
    } catch (error) {
      expect(error).toBeInstanceOf(UnsealableText);
      expect(error).toMatchObject({ name: 'UnsealableText', code: 'unsealable-text' });
    }
  });

  it('is not what only looks like it, nor a whole pair, nor another value', () => {
    const plain = { a: '\\u0000', b: '😀', c: null, d: 4, e: true };
    expect(JSON.parse(canonical(plain))).toEqual(plain);
    expect(() => canonical(undefined)).toThrow(new TypeError('undefined has no canonical form'));
  });
});
