import { copySheet } from '#engine/duckdb/scan/excel/copy.ts'

const [path = '', target = ''] = process.argv.slice(2)
let sheet = 0
const options = { sheet: 'xl/worksheets/sheet1.xml', range: null, header: true, repeat: false, first: null }
const { rows } = await copySheet(path, target, options, bytes => {
  sheet += bytes
})
console.log(JSON.stringify({ rows, megabytes: sheet / 1e6, peak: process.resourceUsage().maxRSS / 1000 }))
