import { generateTpch } from './generate.ts'

const [folder, scale = '0.01', seed = '1'] = process.argv.slice(2)
if (folder === undefined || !(Number(scale) >= 0.01)) {
  console.error('npm run tpch -- FOLDER [SCALE, from 0.01] [SEED]')
  process.exitCode = 2
} else await generateTpch(folder, Number(scale), Number(seed))
