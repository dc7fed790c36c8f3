import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  Lexer,
  LineCounter,
  Parser,
  type Alias,
  type CST,
  type Document,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLParseError,
  type YAMLSeq,
} from 'yaml';
import { pointerTo, quoted, type RecordError } from './record-error.ts';

/** A record needs 7 levels. Every level is a call of the composer, and some 800 of them exhaust its stack. */
const MAX_DEPTH = 20;
/** The parser keeps up to four entries on its stack for one level. */
const MAX_PARSER_STACK = 4 * MAX_DEPTH;
/** A record has some 230 tokens in a kilobyte, so a megabyte of it passes; a megabyte of commas does not. */
const MAX_TOKENS = 250_000;
/** One slip of indentation can put everything after it in the wrong; nobody reads the hundredth error. */
const MAX_ERRORS = 50;

/** A place in a text; line and column count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

type YamlNode = Scalar | Alias | YAMLMap | YAMLSeq;

/** One text on its way to a value that JSON could hold, with the place of every part of it. */
export class YamlReading {
  readonly errors: (RecordError & TextPlace)[] = [];
  readonly #offsets = new Map([['', 0]]);
  readonly #lines = new LineCounter();

  constructor(private readonly text: string) {
    this.#lines.addNewLine(0);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
      this.#lines.addNewLine(at + 1);
  }

  /** The value, or undefined where there are `errors`. */
  read(): unknown {
    const document = this.#compose();
    if (!document) return undefined;
    this.#refuse(document.errors);
    if (this.errors.length > 0) return undefined;
    return this.#plain(document.contents, []);
  }

  /** The first fault of each line: the parser trips more than once over most of them. */
  #refuse(faults: readonly YAMLParseError[]): void {
    const lines = new Set<number>();
    for (const { pos, code, message } of faults) {
      const { line } = this.#place(pos[0]);
      if (lines.has(line)) continue;
      lines.add(line);
      const [fault, remedy] = SYNTAX[code] ?? [
        `is not YAML (${message})`,
        'correct it, or put the text in quotes',
      ];
      this.fail(pos[0], fault, remedy);
    }
  }

  locate(pointer: string): TextPlace | undefined {
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
      const offset = this.#offsets.get(at);
      if (offset !== undefined) return this.#place(offset);
      if (!at.includes('/')) return undefined;
    }
  }

  /** Notes an error at an offset of the text, in UTF-16 units. */
  fail(offset: number, fault: string, remedy: string, pointer = ''): void {
    if (this.errors.length < MAX_ERRORS) this.errors.push({ pointer, ...this.#place(offset), fault, remedy });
  }

  #place(offset: number): TextPlace {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #compose(): Document | undefined {
    const tokens = this.#parse();
    if (!tokens) return undefined;
    // Keys are compared in #plain: the composer compares each with each, minutes for a megabyte of them.
    const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false });
    const documents = withoutStacks(() => [...composer.compose(tokens, true, this.text.length)]);
    const second = documents.at(1);
    if (second) this.fail(second.range[0], 'begins a second document', 'keep one document in one file');
    return documents.at(0);
  }

  #parse(): readonly CST.Token[] | undefined {
    const parser = new Parser();
    const tokens: CST.Token[] = [];
    let offset = 0;
    let count = 0;
    for (const lexeme of new Lexer().lex(this.text)) {
      tokens.push(...parser.next(lexeme));
      count += 1;
      if (parser.stack.length > MAX_PARSER_STACK) {
        this.fail(offset, 'is nested too deeply', `use at most ${MAX_DEPTH} levels`);
        return undefined;
      }
      if (count > MAX_TOKENS) {
        this.fail(offset, `goes beyond ${MAX_TOKENS} tokens`, 'split it into several records');
        return undefined;
      }
      offset += lexeme.length;
    }
    tokens.push(...parser.end());
    return tokens;
  }

  #plain(node: YamlNode | null, path: readonly PropertyKey[]): unknown {
    if (!node) return null;
    const offset = node.range?.[0] ?? 0;
    const pointer = pointerTo(...path);
    if (!this.#offsets.has(pointer)) this.#offsets.set(pointer, offset);
    if (path.length > MAX_DEPTH) {
      this.fail(offset, 'is nested too deeply', `use at most ${MAX_DEPTH} levels`, pointer);
    } else if (isAlias(node)) {
      this.fail(offset, `refers to an anchor (*${node.source})`, 'write the value itself', pointer);
    } else if (node.anchor !== undefined || node.tag !== undefined) {
      const mark = node.tag?.replace('tag:yaml.org,2002:', '!!') ?? `&${node.anchor ?? ''}`;
      this.fail(
        offset,
        `carries ${mark}, which JSON has no word for`,
        'remove it and write the plain value',
        pointer,
      );
    } else if (isMap(node)) {
      return Object.fromEntries(
        node.items.flatMap((pair) => this.#entry(pair as Pair<YamlNode, YamlNode>, path)),
      );
    } else if (isScalar(node)) {
      return this.#scalar(node, pointer);
    } else {
      return node.items.map((item, index) => this.#plain(item as YamlNode | null, [...path, index]));
    }
    return undefined;
  }

  #entry({ key, value }: Pair<YamlNode, YamlNode>, path: readonly PropertyKey[]): [string, unknown][] {
    const offset = key.range?.[0] ?? 0;
    if (!isScalar(key) || key.tag !== undefined || key.anchor !== undefined || key.value === null) {
      this.fail(offset, 'is a key that is not a text', 'write the key as a plain word', pointerTo(...path));
      return [];
    }
    const name = typeof key.value === 'string' ? key.value : (key.source ?? '');
    const pointer = pointerTo(...path, name);
    if (this.#offsets.has(pointer)) {
      const { line } = this.#place(this.#offsets.get(pointer) ?? 0);
      const fault = `${quoted(name)} is already given in line ${line}`;
      this.fail(offset, fault, 'keep one of the two, or make a list of them', pointer);
      return [];
    }
    this.#offsets.set(pointer, offset);
    return [[name, this.#plain(value, [...path, name])]];
  }

  #scalar({ value, source, range }: Scalar, pointer: string): unknown {
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    this.fail(
      range?.[0] ?? 0,
      `${source ?? ''} is not a number that JSON has`,
      'write digits, or quotes around it',
      pointer,
    );
    return undefined;
  }
}

/**
 * The parser makes an Error of every fault, and a text may be nothing but faults: without their stacks 149,000 commas
 * take 0.3 s instead of 2.4.
 */
function withoutStacks<Value>(work: () => Value): Value {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The slips that people make, in words for them; all others keep the parser's own. */
const SYNTAX: Readonly<Record<string, readonly [fault: string, remedy: string]>> = {
  TAB_AS_INDENT: ['is indented with a tab', 'indent with spaces'],
  BAD_INDENT: ['is indented unlike its neighbours', 'give all keys of one group the same number of spaces'],
  BLOCK_AS_IMPLICIT_KEY: ['has a second ": " in one line', 'put the text after the first one in quotes'],
  MULTILINE_IMPLICIT_KEY: [
    'is a line without a key or a "- "',
    'write it as key: value, or indent it further',
  ],
  BAD_SCALAR_START: ['begins with a character that YAML keeps for itself', 'put the text in quotes'],
};
