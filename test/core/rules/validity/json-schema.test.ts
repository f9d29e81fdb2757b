import { describe, expect, it } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { misjudged, problemsOn } from '../column.ts'

const { session } = databaseOfTests()

const conditional = JSON.parse(
  '{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}',
) as object
const tree = { $defs: { 'a/b': { type: 'integer' } }, properties: { x: { $ref: '#/$defs/a~1b' } } }

describe('a JSON Schema judges', () => {
  it.each([
    [{}, ['{}', '1', 'null', '"x"'], ['', '{', '[1,]']],
    [{ type: 'object' }, ['{}'], ['[]', '1', 'null']],
    [{ type: ['string', 'null'] }, ['"1"', 'null'], ['1', 'true']],
    [{ type: 'integer' }, ['1', '-1', '1.0', '12345678901234567890123'], ['1.5', '"1"']],
    [{ type: 'number' }, ['1', '1.5', '1e5'], ['"1"', 'true', '[]']],
    [{ type: 'boolean' }, ['true', 'false'], ['0', '"true"']],
    [{ type: 'array' }, ['[]'], ['{}']],
    [{ enum: ['a', 1, true, null] }, ['"a"', '1', '1.0', 'true', 'null'], ['"A"', '"1"', '2', 'false', '"true"', '[]']],
    [{ const: "it's" }, ['"it\'s"'], ['"x"', '1']],
    [{ minimum: 1, maximum: 2 }, ['1', '1.5', '2', '"0"', '[]'], ['0', '2.1']],
    [{ exclusiveMinimum: 1, exclusiveMaximum: 2 }, ['1.5'], ['1', '2']],
    [{ minimum: 1, exclusiveMinimum: true }, ['1.5'], ['1']],
    [{ multipleOf: 0.1 }, ['0.3', '"x"'], ['0.25']],
    [{ minLength: 2, maxLength: 3 }, ['"ab"', '"äöü"', '1'], ['"a"', '"abcd"', '""']],
    [{ pattern: '^a' }, ['"ab"', '1'], ['"b"']],
    [{ format: 'date' }, ['"2024-02-29"', '5'], ['"2023-02-29"', '""']],
    [{ format: 'email' }, ['"a@b.de"'], ['"a"']],
    [{ required: ['a', 'b/c~d', ''] }, ['{"a":null,"b/c~d":1,"":2}', '[]', '1'], ['{"a":1}', '{"b/c~d":1,"":1}']],
    [
      { properties: { a: { type: 'integer' } }, required: ['b'] },
      ['{"a":1,"b":1}', '{"b":null}'],
      ['{"a":1}', '{"a":"1","b":1}'],
    ],
    [
      { properties: { a: { properties: { b: { minimum: 3 } } } } },
      ['{"a":{"b":3}}', '{"a":1}', '{}'],
      ['{"a":{"b":2}}'],
    ],
    [{ properties: { a: {} }, additionalProperties: false }, ['{"a":1}', '{}', '[]'], ['{"b":1}', '{"a":1,"A":1}']],
    [{ properties: { a: {} }, additionalProperties: { type: 'string' } }, ['{"a":1,"b/~":"x"}'], ['{"a":"x","b/~":1}']],
    [{ additionalProperties: { minimum: 2 } }, ['{}', '{"a":2,"b":"x"}'], ['{"a":2,"b":1}']],
    [{ minProperties: 1, maxProperties: 2 }, ['{"a":1}', '[]'], ['{}', '{"a":1,"b":1,"c":1}']],
    [{ items: { type: 'integer' } }, ['[]', '[1,2]', '{}'], ['[1,"2"]', '[null]']],
    [{ items: { items: { minimum: 2 } } }, ['[[2],[]]', '[1]'], ['[[2],[3,1]]']],
    [
      { items: { properties: { a: { type: 'string', minLength: 2 } }, required: ['a'] } },
      ['[{"a":"xy"}]'],
      ['[{"a":"xy"},{}]', '[{"a":"x"}]'],
    ],
    [
      { items: [{ type: 'string' }, { type: 'integer' }] },
      ['["a",1]', '["a"]', '[]', '["a",1,null]'],
      ['[1]', '["a","b"]'],
    ],
    [{ prefixItems: [{ const: 1 }] }, ['[1,2]', '[]'], ['[2]']],
    [{ minItems: 1, maxItems: 2 }, ['[1]', '[1,2]', '{}'], ['[]', '[1,2,3]']],
    [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, ['1', '"x"'], ['0', '3']],
    [{ anyOf: [{ type: 'string' }, { minimum: 2 }] }, ['"x"', '2'], ['1']],
    [{ oneOf: [{ multipleOf: 2 }, { multipleOf: 3 }] }, ['2', '3'], ['6', '1']],
    [{ not: { type: 'null' } }, ['1', '{}'], ['null']],
    [{ not: { properties: { a: { const: 1 } }, required: ['a'] } }, ['{}', '{"a":2}'], ['{"a":1}']],
    [conditional, ['{"a":1,"b":1}', '{"c":1}'], ['{"a":1,"c":1}', '{}']],
    [tree, ['{"x":1}', '{}'], ['{"x":"1"}']],
    [{ properties: { a: true, b: false } }, ['{"a":1}'], ['{"b":1}']],
    [{ title: 'T', description: 'D', $schema: 'S', default: 1, $comment: 'C', examples: [] }, ['1'], ['x']],
  ])('%j', async (schema, good, bad) => {
    expect(await misjudged(session(), { kind: 'json_schema', schema }, { good, bad, skipped: [null] })).toEqual([])
  })

  it('columns of JSON, lists and numbers too', async () => {
    const rule = { kind: 'json_schema', schema: { type: 'array', items: { type: 'string' } } }
    expect(await misjudged(session(), rule, { good: ['["a"]'], bad: ['[1]', '{}'], skipped: [null] }, 'JSON')).toEqual(
      [],
    )
    expect(await misjudged(session(), rule, { good: ['[a, b]', '[]'], skipped: [null] }, 'VARCHAR[]')).toEqual([])
    expect(await misjudged(session(), { ...rule, schema: { maximum: 5 } }, { good: [5], bad: [6] }, 'INTEGER')).toEqual(
      [],
    )
  })
})

describe('what cannot be judged of a JSON Schema is told before a run', () => {
  it.each([
    [
      { properties: { a: { uniqueItems: true } } },
      'In the schema at `#/properties/a`, `uniqueItems` cannot be judged.',
    ],
    [{ pattern: '(?!a)' }, 'RE2 has no look-around'],
    [{ format: 'iri' }, '`format` should be one of'],
    [{ type: 'int' }, '`type` should be the name of a type'],
    [{ minimum: '1' }, '`minimum` should be a number'],
    [{ minLength: 1.5 }, '`minLength` should be a whole number'],
    [{ enum: [[1]] }, '`enum` should be texts, numbers'],
    [{ required: true }, '`required` should be a list of names'],
    [{ $ref: 'other.json' }, '`$ref` should be a part of the same schema'],
    [{ $ref: '#/$defs/none' }, '`$ref` should be a part that is there'],
    [{ properties: { a: { $ref: '#' } } }, '`$ref` should be a part that does not hold itself'],
    [{ properties: { a: 'x' } }, 'a schema should be an object, true or false'],
  ])('%j', async (schema, problem) => {
    expect(await problemsOn(session(), { kind: 'json_schema', schema })).toEqual([
      expect.stringMatching(/^E-SETTING rules\.0\.schema: /),
    ])
    expect((await problemsOn(session(), { kind: 'json_schema', schema })).join()).toContain(problem)
  })
})
