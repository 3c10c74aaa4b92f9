/** The bank's own login in front of these pages. `demo-logins.ts` is the one for trials and tests. */
export interface CustomerLogins {
  /** Takes as long for a login ID that does not exist as for one that does. */
  isPassword(loginId: string, password: string): Promise<boolean>
  /** 確認用パスワード, the customer's second password. */
  isConfirmation(loginId: string, password: string): Promise<boolean>
}
