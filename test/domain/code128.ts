/**
 * An independent reader of Code 128 bars (ISO/IEC 15417, table 1), so that what bwip-js encodes is read back
 * by other code than ours. Widths are modules of bars and spaces in turn.
 */
const patterns =
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'.split(
    ' ',
  )

const FNC1 = '\u001D'
const special = {
  shift: 98,
  c: 99,
  b: 100,
  a: 101,
  fnc1: 102,
  startA: 103,
  startB: 104,
  startC: 105,
} as const

/** The text as a scanner transmits it after `]C1`: the first FNC1 is the identifier's, later ones are GS. */
export function readCode128(widths: readonly number[]): string {
  const values: number[] = []
  for (let at = 0; at + 7 < widths.length; at += 6) {
    const value = patterns.indexOf(widths.slice(at, at + 6).join(''))
    if (value < 0) throw new Error(`no Code 128 pattern at ${at}`)
    values.push(value)
  }
  const check = values.pop()
  const sum = values.reduce((total, value, at) => total + value * Math.max(1, at), 0)
  if (sum % 103 !== check) throw new Error('the check character is wrong')
  return textOf(values)
}

function textOf([start, ...values]: readonly number[]): string {
  let set = start === special.startC ? 'C' : start === special.startB ? 'B' : 'A'
  let text = ''
  let shifted = false
  for (const value of values) {
    const now = shifted ? (set === 'A' ? 'B' : 'A') : set
    shifted = false
    if (value === special.fnc1) text += FNC1
    else if (now === 'C' && value < 100) text += String(value).padStart(2, '0')
    else if (value < 96) text += String.fromCharCode(now === 'A' && value >= 64 ? value - 64 : value + 32)
    else if (value === special.c) set = 'C'
    else if (value === special.b && now !== 'B') set = 'B'
    else if (value === special.a && now !== 'A') set = 'A'
    else if (value === special.shift) shifted = true
    else throw new Error(`function character ${value} is not expected`)
  }
  return text
}
