import { toHtml } from './html/page.ts'
import { toJson } from './json.ts'
import { toJunit } from './junit.ts'
import type { QualityDocument } from './types.ts'

/** How a quality report can be written. */
export const reportFormats = ['html', 'json', 'junit'] as const

export type ReportFormat = (typeof reportFormats)[number]

const writers: { readonly [format in ReportFormat]: (document: QualityDocument) => string } = {
  html: toHtml,
  json: toJson,
  junit: toJunit,
}

/** The document as text. */
export const renderQuality = (document: QualityDocument, format: ReportFormat): string => writers[format](document)

const endings: Readonly<Record<string, ReportFormat>> = { html: 'html', htm: 'html', json: 'json', xml: 'junit' }

/** The format that a path's ending stands for; null where it stands for none. */
export const reportFormatOf = (path: string): ReportFormat | null => {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase()
  return ending === undefined ? null : (endings[ending] ?? null)
}
