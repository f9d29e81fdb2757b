import { runPolicy } from '#core/flow/document.ts'
import type { FlowNode } from '#core/flow/types.ts'

/** A node with its keys in the document's order, and without those that are undefined. */
export const withNodeKeys = (
  node: FlowNode,
  changes: Partial<Record<'disabled' | 'bypass' | 'run', unknown>>,
): FlowNode => {
  const { kind, version, title, description, disabled, bypass, run, settings } = node
  const optional = { title, description, disabled, bypass, run, ...changes }
  const set = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined))
  return { kind, version, ...set, settings }
}

/** A node with one key of its `run` set; defaults are left out, and what the document does not allow is not taken. */
export const withRunKey = (node: FlowNode, key: string, value: unknown): FlowNode => {
  const defaults: Readonly<Record<string, unknown>> = runPolicy.parse({})
  if (!runPolicy.safeParse({ [key]: value }).success) return node
  const given: Readonly<Record<string, unknown>> = { ...node.run, [key]: value }
  const kept = Object.keys(defaults).filter(name => given[name] !== undefined && given[name] !== defaults[name])
  const run = Object.fromEntries(kept.map(name => [name, given[name]]))
  return withNodeKeys(node, { run: kept.length === 0 ? undefined : run })
}
