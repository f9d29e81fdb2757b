import * as z from 'zod'
import { flowDocument } from '../flow/document.ts'
import type { Faces, NodeFace } from '../node/kind.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/** A kind as `weir nodes --json` prints it; ports that hang on settings are those of a new node. */
export interface CatalogueEntry {
  readonly kind: string
  readonly version: number
  readonly group: string
  readonly title: string
  readonly summary: string
  readonly inputs: readonly { readonly name: string; readonly many?: boolean; readonly optional?: boolean }[]
  readonly outputs: readonly { readonly name: string; readonly role?: 'rows' | 'reject' }[]
  readonly settings: JsonSchema
}

/** The editor's own metadata of a field is no part of a JSON Schema. */
const withoutWidgets = (context: { jsonSchema: Record<string, unknown> }): void => {
  delete context.jsonSchema.weir
}

/** A JSON Schema of what may be written: defaults may be left out. */
export const jsonSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: withoutWidgets })

/** The document's JSON Schema, as `weir schema` prints it. */
export const flowSchema = (): JsonSchema => ({ ...jsonSchema(flowDocument), title: 'Weir flow' })

/** The JSON Schema of a kind's settings. */
export const settingsSchema = (kind: { readonly settings: z.ZodType }): JsonSchema => jsonSchema(kind.settings)

/** The settings that a new node of a kind starts with: its defaults and `initial`; null where they are not valid yet. */
export const startingSettings = (kind: NodeFace): unknown => {
  const outcome = kind.settings.safeParse({ ...(kind.initial ?? {}) })
  return outcome.success ? outcome.data : null
}

const portsOf = (kind: NodeFace): Pick<CatalogueEntry, 'inputs' | 'outputs'> => {
  const settings = startingSettings(kind) ?? kind.initial ?? {}
  return { inputs: kind.inputs(settings), outputs: kind.outputs(settings) }
}

/** One kind's entry of `weir nodes --json`. */
export const catalogueEntry = (kind: NodeFace): CatalogueEntry => ({
  kind: kind.kind,
  version: kind.version,
  group: kind.group,
  title: kind.title,
  summary: kind.summary,
  ...portsOf(kind),
  settings: settingsSchema(kind),
})

/** All kinds' entries, in the catalogue's order. */
export const catalogueEntries = (catalogue: Faces): readonly CatalogueEntry[] =>
  [...catalogue.values()].map(catalogueEntry)

/** Other tools' names for a kind and its presets; those of rules are in the catalogue of rules. */
export const otherNames = (kind: NodeFace): readonly string[] =>
  kind.aliases.flatMap(alias =>
    typeof alias === 'string' ? [alias] : 'rules' in alias.settings ? [] : [alias.name, ...(alias.also ?? [])],
  )
