/** How a quality report can be written. */
export const reportFormats = ['html', 'json', 'junit'] as const

export type ReportFormat = (typeof reportFormats)[number]

const endings: Readonly<Record<string, ReportFormat>> = { html: 'html', htm: 'html', json: 'json', xml: 'junit' }

/** The format that a path's ending stands for; null where it stands for none. */
export const reportFormatOf = (path: string): ReportFormat | null => {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase()
  return ending === undefined ? null : (endings[ending] ?? null)
}
