import type { z } from 'zod';
import { isObject } from './record-error.ts';

type Schema = z.core.$ZodType;
type Definition = z.core.$ZodTypes['_zod']['def'];

/**
 * The schemas that stand at a path of a schema, as far as the value decides between the branches of a union; none
 * where the path leads outside of it.
 */
export function schemasAt(schema: Schema, path: readonly PropertyKey[], value: unknown): readonly Schema[] {
  const here = branches(schema, value);
  const [key, ...rest] = path;
  if (key === undefined) return here;
  const inner =
    isObject(value) || Array.isArray(value) ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  return here.flatMap((branch) => {
    const next = child(branch, key);
    return next ? schemasAt(next, rest, inner) : [];
  });
}

/** The keys an object schema knows. */
export function keysOf(schema: Schema): readonly string[] {
  const definition = definitionOf(schema);
  return definition.type === 'object' ? Object.keys(definition.shape) : [];
}

/** The literal texts a schema allows. */
function literalsOf(schema: Schema): readonly string[] {
  const definition = definitionOf(schema);
  if (definition.type === 'literal') return definition.values.map(String);
  return definition.type === 'enum' ? Object.values(definition.entries).map(String) : [];
}

/** A schema without what wraps it, split into the branches that a value of this kind could be meant for. */
function branches(schema: Schema, value: unknown): readonly Schema[] {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'optional':
    case 'nullable':
    case 'default':
      return branches(definition.innerType, value);
    case 'pipe':
      return branches(definition.in, value);
    case 'union': {
      const all = definition.options.flatMap((option) => branches(option, value));
      const fitting = isObject(value) ? all.filter((option) => isMeantFor(option, value)) : [];
      return fitting.length > 0 ? fitting : all;
    }
    default:
      return [schema];
  }
}

function isMeantFor(schema: Schema, value: Readonly<Record<string, unknown>>): boolean {
  const definition = definitionOf(schema);
  if (definition.type !== 'object') return false;
  return Object.entries(definition.shape).every(([key, inner]) => {
    const { type } = definitionOf(inner);
    return (type !== 'literal' && type !== 'enum') || literalsOf(inner).includes(String(value[key]));
  });
}

function child(schema: Schema, key: PropertyKey): Schema | undefined {
  const definition = definitionOf(schema);
  if (definition.type === 'array') return definition.element;
  return definition.type === 'object' ? definition.shape[String(key)] : undefined;
}

const definitionOf = (schema: Schema): Definition => (schema as z.core.$ZodTypes)._zod.def;
