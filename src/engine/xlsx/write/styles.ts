import type { RuleSeverity } from '#core/rules/types.ts'

/** How a value is shown. */
export type CellFormat = 'plain' | 'date' | 'datetime' | 'time' | 'duration'

const formats: Readonly<Record<CellFormat, number>> = { plain: 0, date: 164, datetime: 165, time: 166, duration: 167 }

const codes: readonly (readonly [id: number, code: string])[] = [
  [formats.date, 'yyyy\\-mm\\-dd'],
  [formats.datetime, 'yyyy\\-mm\\-dd hh:mm:ss'],
  [formats.time, 'hh:mm:ss'],
  [formats.duration, '[h]:mm:ss'],
]

/** From the lightest to the gravest, with the colours of their cells. */
const colours: Readonly<Record<RuleSeverity, string>> = {
  info: 'FFDCEBFA',
  warning: 'FFFCE8B2',
  error: 'FFF8CBC6',
  critical: 'FFE3CCF4',
}

const severities = Object.keys(colours) as RuleSeverity[]
const shown = Object.keys(formats) as CellFormat[]
const rows = severities.length + 1

export const headerStyle = shown.length * rows

/** How grave a severity is: 0 is none. */
export const gravityOf = (severity: RuleSeverity | null): number =>
  severity === null ? 0 : severities.indexOf(severity) + 1

/** The style of a cell by its format and how grave its gravest flag is. */
export const styleOf = (format: CellFormat, gravity: number): number => shown.indexOf(format) * rows + gravity

const headerColour = 'FFE9EBEE'
const solid = (colour: string) =>
  `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill></fill>`

const fills = [
  '<fill><patternFill patternType="none"/></fill>',
  '<fill><patternFill patternType="gray125"/></fill>',
  ...severities.map(severity => solid(colours[severity])),
  solid(headerColour),
]

const cellStyles = shown.flatMap(format =>
  Array.from({ length: rows }, (_, gravity) => {
    const fill = gravity === 0 ? 0 : gravity + 1
    const applies = `${formats[format] === 0 ? '' : ' applyNumberFormat="1"'}${fill === 0 ? '' : ' applyFill="1"'}`
    return `<xf numFmtId="${formats[format]}" fontId="0" fillId="${fill}" borderId="0" xfId="0"${applies}/>`
  }),
)

export const stylesXml = [
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
  `<numFmts count="${codes.length}">${codes.map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`).join('')}</numFmts>`,
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',
  '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>',
  `<fills count="${fills.length}">${fills.join('')}</fills>`,
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  `<cellXfs count="${cellStyles.length + 1}">${cellStyles.join('')}`,
  `<xf numFmtId="0" fontId="1" fillId="${fills.length - 1}" borderId="0" xfId="0" applyFont="1" applyFill="1"/></cellXfs>`,
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
  '</styleSheet>',
].join('')
