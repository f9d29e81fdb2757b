import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseFlow } from '#core/flow/parse.ts'
import { saveFlow } from '#core/flow/save.ts'
import { catalogue } from '#nodes/index.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { casesOf, comparable, compileWith, flowOf, kindFolders, readPort } from './run-cases.ts'

/** Tags that are open at the end of an XML text, or closed without having been opened. */
const unclosedTags = (xml: string): readonly string[] => {
  const open: string[] = []
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<&]*")*)\s*(\/?)>/gi,
    (_, end, name, _attributes, empty) => {
      if (end && open.at(-1) === name) open.pop()
      else if (end || !empty) open.push(name)
      return ''
    },
  )
  return [...open, ...(/[<>&]/.test(rest) ? [rest] : [])]
}

const { session } = databaseOfTests()

describe.each([...catalogue.values()].map(kind => [kind.kind, kind] as const))('%s', (name, kind) => {
  const folder = kindFolders().get(name)!

  test('is saved, loaded and saved to the same bytes', () => {
    const [first] = casesOf(name)
    const text = saveFlow(flowOf(name, { name: 'saved', settings: first?.settings ?? {} }), catalogue)
    const loaded = parseFlow(text)
    expect(loaded.problems).toEqual([])
    expect(saveFlow(loaded.flow!, catalogue)).toBe(text)
  })

  test('has a help page with an example, and a plain icon', () => {
    const help = readFileSync(`${folder}/help.md`, 'utf8')
    expect(help).toMatch(/^# /)
    expect(help).toMatch(/example/i)
    const icon = readFileSync(`${folder}/icon.svg`, 'utf8')
    expect(icon).toMatch(/^<svg [^>]*viewBox="0 0 24 24"/)
    expect(icon).toContain('stroke="currentColor"')
    expect(icon).not.toMatch(/#[0-9a-f]{3}|rgb|<script|href/i)
    expect(unclosedTags(icon)).toEqual([])
  })

  test('says what it does in a line, and is known by other names', () => {
    expect(kind.summary).toMatch(/\.$/)
    expect(kind.aliases.length).toBeGreaterThan(2)
  })

  test('has cases unless it reads or writes files', () => {
    const ofFiles = /^(source\.(csv|parquet|json|excel)|sink\.)/.test(name)
    expect(existsSync(`${folder}/cases.json`) || ofFiles).toBe(true)
  })

  for (const of of casesOf(name))
    test(`case: ${of.name}`, async () => {
      const flow = await compileWith(session(), flowOf(name, of))
      expect(flow.problems.map(p => p.code)).toEqual(of.problems ?? [])
      const { compiled, inputs, ports } = flow.nodes.node!
      if (kind.group === 'transforms' && compiled && !of.problems) {
        const after = new Set(Object.values(ports).flatMap(port => port.slots.map(slot => slot.validator)))
        const lost = Object.values(inputs).flatMap(leaves =>
          leaves.flatMap(leaf => leaf.slots.filter(slot => !after.has(slot.validator))),
        )
        expect({ stops: lost.length > 0, says: compiled.flagsStop }).toEqual({
          stops: of.flagsStop !== undefined,
          says: of.flagsStop,
        })
      }
      for (const [port, expected] of Object.entries(of.outputs ?? {})) {
        if (of.fails) {
          await expect(readPort(session(), flow, 'node', port)).rejects.toThrow(of.fails)
          continue
        }
        const { want, have } = comparable(expected, await readPort(session(), flow, 'node', port))
        expect(have, port).toEqual(want)
      }
    })
})
