/** Every status as text with an icon; colour only repeats what the text says. */
import {
  Archive,
  Ban,
  CheckCircle2,
  CircleDashed,
  CirclePause,
  Clock3,
  Cpu,
  FileEdit,
  Hourglass,
  Mail,
  MapPinOff,
  PackageCheck,
  PackageX,
  RotateCcw,
  Store,
  Truck,
  Undo2,
  UserRound,
  type LucideIcon,
} from 'lucide-react'
import type {
  ApplicationStatus,
  AuthStatus,
  CustodyPlace,
  OtpStatus,
  SeedState,
  StopCause,
} from '../../domain/vocabulary.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import classes from './status-badge.module.css'

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'quiet'
type Look = readonly [Tone, LucideIcon]

/** A badge of your own: text, icon, tone. */
export function ToneBadge({
  tone,
  icon: Icon,
  children,
}: {
  readonly tone: Tone
  readonly icon?: LucideIcon
  readonly children: React.ReactNode
}) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {Icon !== undefined && <Icon size={13} aria-hidden />}
      {children}
    </span>
  )
}

const otpLooks: Readonly<Record<OtpStatus, Look>> = {
  unregistered: ['quiet', CircleDashed],
  tokenIssued: ['info', PackageCheck],
  inService: ['good', CheckCircle2],
  expired: ['bad', Clock3],
  revoked: ['bad', Ban],
}

/** ワンタイムパスワード状態. */
export function OtpStatusBadge({ status }: { readonly status: OtpStatus }) {
  const [tone, icon] = otpLooks[status]
  return <ToneBadge {...{ tone, icon }}>{useVocabulary()('otpStatus', status)}</ToneBadge>
}

const authLooks: Readonly<Record<AuthStatus, Look>> = {
  available: ['good', CheckCircle2],
  stopped: ['bad', CirclePause],
}

/** ワンタイムパスワード認証状態, with the causes of a stop. */
export function AuthStatusBadge({
  status,
  causes = [],
}: {
  readonly status: AuthStatus
  readonly causes?: readonly StopCause[]
}) {
  const word = useVocabulary()
  const [tone, icon] = authLooks[status]
  const why = causes.map((cause) => word('stopCause', cause)).join('・')
  return (
    <ToneBadge {...{ tone, icon }}>
      {word('authStatus', status)}
      {why !== '' && `（${why}）`}
    </ToneBadge>
  )
}

const applicationLooks: Readonly<Record<ApplicationStatus, Look>> = {
  draft: ['quiet', FileEdit],
  waiting: ['warn', Hourglass],
  returned: ['warn', Undo2],
  denied: ['bad', Ban],
  approved: ['info', CheckCircle2],
  issued: ['info', Cpu],
  dispatched: ['info', Mail],
  handedOver: ['info', UserRound],
  completed: ['good', CheckCircle2],
  withdrawn: ['quiet', RotateCcw],
  issuanceCancelled: ['quiet', PackageX],
}

/** State of an application. */
export function ApplicationStatusBadge({ status }: { readonly status: ApplicationStatus }) {
  const [tone, icon] = applicationLooks[status]
  return <ToneBadge {...{ tone, icon }}>{useVocabulary()('applicationStatus', status)}</ToneBadge>
}

const placeLooks: Readonly<Record<CustodyPlace, Look>> = {
  received: ['info', PackageCheck],
  stock: ['good', Store],
  issuedHeld: ['info', Archive],
  inMail: ['info', Mail],
  customer: ['quiet', UserRound],
  inTransfer: ['warn', Truck],
  returned: ['warn', Undo2],
  returnedByPost: ['warn', Undo2],
  missing: ['bad', MapPinOff],
  toMaker: ['quiet', Truck],
  toDispose: ['warn', PackageX],
  disposed: ['quiet', PackageX],
}

/** Where a fob is. */
export function PlaceBadge({ place }: { readonly place: CustodyPlace }) {
  const [tone, icon] = placeLooks[place]
  return <ToneBadge {...{ tone, icon }}>{useVocabulary()('custodyPlace', place)}</ToneBadge>
}

const seedLooks: Readonly<Record<SeedState, Look>> = {
  blank: ['quiet', CircleDashed],
  factory: ['info', Cpu],
  writing: ['warn', Hourglass],
  proven: ['good', CheckCircle2],
  void: ['bad', RotateCcw],
}

/** What is known about the seed in the chip. */
export function SeedBadge({ seed }: { readonly seed: SeedState }) {
  const [tone, icon] = seedLooks[seed]
  return <ToneBadge {...{ tone, icon }}>{useVocabulary()('seedState', seed)}</ToneBadge>
}
