/** The document's version that this program reads and writes. */
export const documentVersion = 1

type Document = Readonly<Record<string, unknown>>

/** `upgrades[n]` turns a document of version n into version n + 1. Empty while there is one version. */
const upgrades: Readonly<Record<number, (document: Document) => Document>> = {}

/** Brings a document of an older version up to today's; one of today's comes back as it is. */
export const upgradeDocument = (document: Document, version: number): Document => {
  let current = document
  for (let from = version; from < documentVersion; from++) current = upgrades[from]?.(current) ?? current
  return current
}
