import type { Problem } from '../problem.ts'
import { dotted, type ShapeIssue, shapeIssues } from '../schema/issues.ts'
import { checkDocument } from './check.ts'
import { flowDocument } from './document.ts'
import { freeze } from './freeze.ts'
import { type JsonNote, readJson } from './json.ts'
import type { Flow } from './types.ts'
import { documentVersion, upgradeDocument } from './upgrade.ts'

export interface ParsedFlow {
  /** Null where the text has no usable shape. What was read is kept whole, keys nobody knows included. */
  readonly flow: Flow | null
  readonly problems: readonly Problem[]
}

const error = (code: string, message: string, rest: Partial<Problem> = {}): Problem => ({
  code,
  severity: 'error',
  message,
  ...rest,
})

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A path inside a node is that node's problem. */
const at = (path: readonly (string | number)[]): Partial<Problem> => {
  if (path[0] !== 'nodes' || path[1] === undefined) return {}
  const node = { node: String(path[1]) }
  return path[2] === 'settings' && path.length > 3 ? { ...node, setting: dotted(path.slice(3)) } : node
}

const ofIssue = (issue: ShapeIssue): Problem =>
  error(
    issue.about === 'key' ? 'E-KEY-UNKNOWN' : 'E-FLOW-SHAPE',
    `The flow is not as it should be: ${issue.message}.`,
    { ...at(issue.path), ...(issue.hint ? { hint: issue.hint } : {}) },
  )

const ofNote = (note: JsonNote): Problem => {
  const where = `at line ${note.place.line}, column ${note.place.column}`
  return note.about === 'twice'
    ? error(
        'E-KEY-TWICE',
        `\`${dotted(note.path)}\` is given twice ${where}: only the last one would count.`,
        at(note.path),
      )
    : {
        code: 'W-NUMBER-DIGITS',
        severity: 'warning',
        message: `The number ${note.text} ${where} has more digits than a JSON number keeps.`,
        hint: 'write it in quotes',
        ...at(note.path),
      }
}

const versionProblem = (document: Readonly<Record<string, unknown>>): Problem | null => {
  const version = document.weir
  if (version === undefined)
    return error('E-FLOW-SHAPE', 'This is not a flow: the key `weir`, the version of the document, is missing.', {
      hint: `a flow begins with { "weir": ${documentVersion} }`,
    })
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return error(
      'E-FLOW-SHAPE',
      `\`weir\` should be the version of the document, a whole number from 1, and is \`${JSON.stringify(version)}\`.`,
    )
  if (version > documentVersion)
    return error(
      'E-FLOW-NEWER',
      `This flow was made by a newer Weir: its document has version ${version}, and this program reads up to ${documentVersion}.`,
      { hint: 'open it with the newer program' },
    )
  return null
}

/** Defaults for what a document may leave out; everything else stays as it stood. */
const complete = (document: Readonly<Record<string, unknown>>): Flow => {
  const read = document as Partial<Flow>
  const nodes = Object.entries(read.nodes ?? {}).map(([id, node]) => [
    id,
    { ...node, version: node.version ?? 1, settings: node.settings ?? {} },
  ])
  const tests = (read.tests ?? []).map(test => ({ ...test, given: test.given ?? {}, expect: test.expect ?? {} }))
  const layout = {
    ...read.layout,
    nodes: read.layout?.nodes ?? {},
    groups: read.layout?.groups ?? [],
    notes: read.layout?.notes ?? [],
  }
  return {
    ...read,
    weir: documentVersion,
    name: read.name ?? '',
    params: read.params ?? {},
    nodes: Object.fromEntries(nodes),
    edges: read.edges ?? [],
    tests,
    layout,
  }
}

/**
 * Reads a flow document. A flow comes back wherever its shape can be used, also beside errors, so that nothing a person wrote
 * is lost; whoever runs it looks at the problems first.
 */
export const parseFlow = (text: string): ParsedFlow => {
  const json = readJson(text)
  if (!json.ok) {
    const { line, column } = json.place
    return {
      flow: null,
      problems: [error('E-JSON', `The flow is not valid JSON at line ${line}, column ${column}: ${json.message}.`)],
    }
  }
  if (!isObject(json.value))
    return {
      flow: null,
      problems: [error('E-FLOW-SHAPE', 'This is not a flow: the file should hold one JSON object.')],
    }
  const wrong = versionProblem(json.value)
  if (wrong !== null) return { flow: null, problems: [wrong] }
  const document = upgradeDocument(json.value, json.value.weir as number)
  const issues = shapeIssues(flowDocument, document)
  const problems = [...json.notes.map(ofNote), ...issues.map(ofIssue)]
  if (issues.some(issue => issue.about !== 'key')) return { flow: null, problems }
  const flow = freeze(complete(document))
  return { flow, problems: [...problems, ...checkDocument(flow)] }
}
