import type { ReportFormat } from './format.ts'
import { toHtml } from './html/page.ts'
import { toJson } from './json.ts'
import { toJunit } from './junit.ts'
import type { QualityDocument } from './types.ts'

const writers: { readonly [format in ReportFormat]: (document: QualityDocument) => string } = {
  html: toHtml,
  json: toJson,
  junit: toJunit,
}

/** The document as text. */
export const renderQuality = (document: QualityDocument, format: ReportFormat): string => writers[format](document)
