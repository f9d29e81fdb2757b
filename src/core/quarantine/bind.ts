import { findColumn } from '../compile/context.ts'
import { didYouMean } from '../flow/nearest.ts'
import type { FlagReason } from '../node/kind.ts'
import type { Problem } from '../problem.ts'
import type { Input } from '../relation/relation.ts'
import { isLinePatch, type Patch, type RowPatch } from './patch.ts'
import type { Corrections } from './replay.ts'
import { patchName } from './words.ts'

/** The corrections of one input: those whose columns are there. What is wrong with the others is reported. */
const ofInput = (
  node: string,
  port: string,
  { columns, slots }: Input,
  patches: readonly RowPatch[],
  flagsOf: (node: string) => readonly FlagReason[],
  report: (problem: Problem) => void,
): Corrections => {
  const known = columns.map(({ name }) => name)
  const usable = patches.filter(patch => {
    const named = [...Object.keys(patch.key ?? {}), ...Object.keys(patch.was), ...Object.keys(patch.set)]
    const lost = named.find(name => !findColumn(columns, name))
    if (lost === undefined) return true
    report({
      code: 'W-PATCH-COLUMN',
      severity: 'warning',
      node,
      message: `${patchName(patch)} is not replayed: there is no column \`${lost}\` in its input.`,
      ...didYouMean(lost, known),
    })
    return false
  })
  const validators = [...new Set(slots.map(slot => slot.validator))]
  return {
    node,
    port,
    columns,
    patches: usable,
    reasons: Object.fromEntries(validators.map(validator => [validator, flagsOf(validator)])),
  }
}

/** The corrections of a node's inputs, by port; `flagsOf` tells what the flags of a node before it mean. */
export const correctionsOf = (
  node: string,
  inputs: Readonly<Record<string, readonly Input[]>>,
  patches: readonly Patch[],
  flagsOf: (node: string) => readonly FlagReason[],
  report: (problem: Problem) => void,
): readonly Corrections[] => {
  const ports = new Map<string, RowPatch[]>()
  for (const patch of patches) {
    if (patch.node !== node || isLinePatch(patch)) continue
    if (inputs[patch.port]?.length === 1) ports.set(patch.port, [...(ports.get(patch.port) ?? []), patch])
    else
      report({
        code: 'W-PATCH-NODE',
        severity: 'warning',
        node,
        message: `${patchName(patch)} is not replayed: \`${node}\` has no one input \`${patch.port}\`.`,
      })
  }
  return [...ports]
    .map(([port, own]) => ofInput(node, port, inputs[port]![0]!, own, flagsOf, report))
    .filter(({ patches: found }) => found.length > 0)
}
