import { describe, expect, it } from 'vitest'
import { readArguments } from '#hosts/cli/args.ts'
import { verbs } from '#hosts/cli/verbs.ts'

const run = verbs.find(verb => verb.name === 'run')!
const read = (...args: string[]) => readArguments(run, args)

describe('the arguments of a verb', () => {
  it('are operands, values and switches, in any order', () => {
    const args = read('--to', 'a', 'f.json', '--to=b', '--param', 'x=1', '--param', 'y=--z')
    expect(args.operands).toEqual(['f.json'])
    expect(args.values('to')).toEqual(['a', 'b'])
    expect(args.values('param')).toEqual(['x=1', 'y=--z'])
    expect(args.value('report')).toBeUndefined()
  })

  it('may begin with a dash after `--`, and values may be negative or empty', () => {
    expect(read('--', '-f.json').operands).toEqual(['-f.json'])
    expect(read('f', '--threads', '-1').value('threads')).toBe('-1')
    expect(read('f', '--report=').value('report')).toBe('')
  })

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['f', '--parm', 'x=1'], /no option `--parm`/],
    [['f', '-x'], /no option `-x`/],
    [['f', '--to'], /`--to` needs a value/],
    [['f', '--to', '--report', 'r'], /`--to` needs a value/],
    [['f', '--report', 'a', '--report', 'b'], /given twice/],
    [[], /needs a FLOW/],
    [['a', 'b'], /does not take `b`/],
    [['f', '--__proto__'], /no option/],
    [['f', '--constructor', 'x'], /no option/],
  ]
  it.each(wrong)('that are wrong are said so: %j', (args, message) => {
    expect(() => read(...args)).toThrow(message)
  })

  it('offer the nearest option', () => {
    expect(() => read('f', '--parm', 'x=1')).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ hint: 'did you mean `--param`?' }) }),
    )
  })

  it('refuse a value for a switch', () => {
    const preview = verbs.find(verb => verb.name === 'preview')!
    expect(() => readArguments(preview, ['f', '--flagged=yes'])).toThrow(/takes no value/)
  })
})

describe('the verbs', () => {
  it('each load their own file', async () => {
    for (const verb of verbs.filter(each => !['open', 'serve', 'nodes', 'rules'].includes(each.name)))
      expect(typeof (await verb.load()).run).toBe('function')
  })
})
