/** `1,204,331`: the same in every place. */
export const count = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** `1 row`, `2 rows`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`

/** A share of 1 as `97.8 %`: `0 %` and `100 %` are said of nothing and of all alone. */
export const percent = (share: number): string => {
  const hundredths = share * 100
  if (hundredths > 0 && hundredths < 0.05) return '< 0.1 %'
  if (hundredths < 100 && hundredths >= 99.95) return '> 99.9 %'
  return `${share === 0 || share === 1 ? hundredths : hundredths.toFixed(1)} %`
}

/** `2024-05-01 06:30 UTC`. */
export const moment = (iso: string): string => {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? iso : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** `840 ms`, `12.4 s`, `3 min 20 s`. */
export const duration = (ms: number): string => {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`
}

/** `12.3 KB`. */
export const size = (bytes: number): string => {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`
  return bytes < 1024 ** 3 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`
}
