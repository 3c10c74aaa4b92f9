/** The names of recorded facts, as the histories and the exports show them; an event without a name is a type error. */
import type { EventType } from './events.ts'

interface Both {
  readonly ja: string
  readonly en: string
}

export const eventNames: Readonly<Record<EventType, Both>> = {
  BranchOpened: { ja: '店の開設', en: 'Branch opened' },
  PolicyChanged: { ja: '方針の変更', en: 'Policy changed' },
  StaffAdded: { ja: '職員の登録', en: 'Staff member added' },
  StaffChanged: { ja: '職員の変更', en: 'Staff member changed' },
  StaffRemoved: { ja: '職員の抹消', en: 'Staff member removed' },
  PasswordSet: { ja: 'パスワードの設定', en: 'Password set' },
  SignedIn: { ja: 'サインイン', en: 'Signed in' },
  SignedOut: { ja: 'サインアウト', en: 'Signed out' },
  SignInFailed: { ja: 'サインイン失敗', en: 'Sign-in failed' },
  ActionRefused: { ja: '操作の拒否', en: 'Action refused' },
  AuditVerified: { ja: '記録の検証', en: 'Record verified' },
  AuditExported: { ja: '記録の書出し', en: 'Record exported' },
  BackupWritten: { ja: 'バックアップ', en: 'Backup' },
  BackupRestored: { ja: 'バックアップからの復元', en: 'Restored from a backup' },
  PersonalDataErased: { ja: '保存期間を過ぎた個人情報の消去', en: 'Personal data erased' },
  RosterImported: { ja: '名簿の取込み', en: 'Roster imported' },
  ContractRecorded: { ja: '契約の記録', en: 'Contract recorded' },
  UserRecorded: { ja: '利用者の記録', en: 'User recorded' },
  LotReceived: { ja: 'ロットの入荷', en: 'Lot received' },
  FobReceived: { ja: 'トークンの入荷', en: 'Fob received' },
  FobExpiryCorrected: { ja: '有効期限の訂正', en: 'Expiry corrected' },
  ApplicationDrafted: { ja: '申込の一時保存', en: 'Application drafted' },
  DraftDiscarded: { ja: '一時保存の破棄', en: 'Draft discarded' },
  ApplicationSubmitted: { ja: '申込の提出', en: 'Application submitted' },
  ApplicationApproved: { ja: '申込の承認', en: 'Application approved' },
  ApplicationSentBack: { ja: '申込の差戻し', en: 'Application sent back' },
  ApplicationDenied: { ja: '申込の否認', en: 'Application denied' },
  ApplicationWithdrawn: { ja: '申込の取下げ', en: 'Application withdrawn' },
  StartDateChanged: { ja: '利用開始日の変更', en: 'First day of use changed' },
  ApprovalRequested: { ja: '承認の依頼', en: 'Approval asked' },
  ApprovalGiven: { ja: '承認', en: 'Approval given' },
  ApprovalSentBack: { ja: '差戻し', en: 'Sent back' },
  ApprovalDenied: { ja: '否認', en: 'Denied' },
  ApprovalWithdrawn: { ja: '依頼の取下げ', en: 'Request withdrawn' },
  IssuanceStarted: { ja: '発行の開始', en: 'Issuance started' },
  IssuanceVoided: { ja: '発行の無効', en: 'Issuance void' },
  FobIssued: { ja: '発行', en: 'Fob issued' },
  IssuanceCancelled: { ja: '発行取消', en: 'Issuance cancelled' },
  SeedBoxReceived: { ja: '本部の受領', en: 'Received by head office' },
  ClockPermitted: { ja: '時計未照合の許可', en: 'Clock permitted' },
  EnvelopeSealed: { ja: '封緘照合', en: 'Envelope sealed' },
  FobDispatched: { ja: '送付', en: 'Dispatched' },
  FobHandedOver: { ja: '窓口交付', en: 'Handed over' },
  FobReturnedByPost: { ja: '返戻', en: 'Returned by post' },
  FobReturned: { ja: '返却', en: 'Returned' },
  UserActivated: { ja: '利用開始登録', en: 'Start of use registered' },
  UsersStopped: { ja: '利用停止', en: 'Users stopped' },
  UsersUnlocked: { ja: '利用停止解除', en: 'Users unlocked' },
  UsersRevoked: { ja: 'トークン失効', en: 'Users revoked' },
  IncidentReported: { ja: '事故届', en: 'Incident reported' },
  IncidentLifted: { ja: '事故届の解除', en: 'Incident lifted' },
  ThresholdReset: { ja: '長期誤入力の解除', en: 'Long-run counter reset' },
  FobMoved: { ja: '所在の移動', en: 'Fob moved' },
  ReseedAllowed: { ja: '書き直しの承認', en: 'New seed allowed' },
  TransferSent: { ja: '店間移管の発送', en: 'Transfer sent' },
  TransferReceived: { ja: '店間移管の受領', en: 'Transfer received' },
  StocktakeRecorded: { ja: '現物検査', en: 'Stocktake recorded' },
  TaskRaised: { ja: '要対応の発生', en: 'Task raised' },
  TaskSettled: { ja: '要対応の処理', en: 'Task settled' },
  VerdictGiven: { ja: '本部の判定', en: 'Head office’s verdict' },
  EventsRelayed: { ja: '他端末の記録の到着', en: 'Records of another PC' },
  ClockMeasured: { ja: '時計の照合', en: 'Clock measured' },
  Enrolled: { ja: '端末の登録', en: 'Device enrolled' },
  RecoveryCodePrinted: { ja: '復旧コードの印刷', en: 'Recovery code printed' },
}

/** A type that this version does not know is shown as it is. */
export function eventName(type: string, language: 'ja' | 'en'): string {
  return Object.hasOwn(eventNames, type) ? eventNames[type as EventType][language] : type
}
