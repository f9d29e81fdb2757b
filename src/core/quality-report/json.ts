import type { QualityDocument } from './types.ts'

/** The document as JSON, indented. */
export const toJson = (document: QualityDocument): string => `${JSON.stringify(document, null, 2)}\n`
