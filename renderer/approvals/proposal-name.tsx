import type { Proposal } from '../../domain/proposals.ts'
import { useWords } from '../i18n/index.ts'
import { words } from './words.ts'

/** The kind of a request in words. */
export function ProposalName({ proposal }: { readonly proposal: Proposal }) {
  return useWords(words)(`kind_${proposal.kind}`)
}
