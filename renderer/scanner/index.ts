/** The scanner as a keyboard wedge (ADR 022). */
export { Scanner, useScan } from './scanner.tsx'
export { useFobOfContract } from './use-fob-of-contract.ts'
export { useLabelScan } from './use-label-scan.ts'
