import { defineWords } from '../i18n/index.ts'

export const words = defineWords('mixUp', {
  ja: {
    title: 'お客さま二人のトークンを取り違えたとき',
    intro:
      'トークンはシリアル番号で契約者と結び付いています。別の契約者のトークンは、利用開始登録でも認証でも受け付けられません。二本とも次の順に確かめます。',
    findTitle: 'はじめに: 二本のトークンを調べる',
    find_1:
      '手元のトークンは裏面のシリアル番号を読み取り、どの申込のものか、いまどこにあることになっているか、利用開始登録が済んでいるかを調べます。',
    find_1_go: 'トークンを調べる',
    find_2: '番号が読めないトークンは、リーダーに置いて調べます。',
    find_2_go: 'リーダー診断',
    insideTitle: 'A　二本ともまだ店内にある',
    inside_1: '袋と送付状の番号を見て、中身を入れ替えます。記録の訂正は要りません。',
    inside_2: '二本とも封緘照合（窓口なら照合）をやり直し、一致してから封をします。',
    inside_2_go: '送付・窓口交付',
    sameTitle: 'B　同じ契約の二人の間で入れ替わった',
    same_1:
      'そのまま使えます。利用開始登録をした人のトークンとして記録が改まり、要対応一覧に知らせが出ます。知らせを確かめて済みにします。',
    same_1_go: '要対応一覧',
    outsideTitle: 'C　一方でも別の契約のお客さまの手に渡った',
    outside_1:
      '二本の利用者をどちらも失効します。理由は「送付事故」（窓口で渡し間違えたときは「誤発行」）。利用開始登録の前でもできます。',
    outside_1_go: 'トークンの失効',
    outside_2:
      '取り戻せないトークンは、事故届で直ちに止めます。承認は要りません。新しいシードを書くまで、だれも登録できません。',
    outside_2_go: '事故届',
    outside_3: '戻ったトークンは返却・返戻として受け入れます。次に使う前に、必ず新しいシードを書きます。',
    outside_3_go: '返却・返戻の受入れ',
    outside_4: 'お客さまごとに「再発行」を申し込み、役席の承認を受けて、一本ずつ発行と封緘照合をします。',
    outside_4_go: '申込',
    outside_5: '役席に報告し、お客さまへの連絡を受付票に残します。経過は取引履歴で確かめられます。',
    outside_5_go: '取引履歴',
  },
  en: {
    title: 'When two customers’ fobs were mixed up',
    intro:
      'A fob is tied to its contract by its serial: another contract’s fob is accepted neither at activation nor at login. Go through these steps with both fobs.',
    findTitle: 'First: look both fobs up',
    find_1:
      'Scan the serial on the back of the fob you have: whose application it is, where it is booked, whether it was activated.',
    find_1_go: 'Look a fob up',
    find_2: 'A fob whose number cannot be read is put on the reader.',
    find_2_go: 'Reader diagnosis',
    insideTitle: 'A  Both are still in the branch',
    inside_1:
      'Exchange the contents by the numbers on packet and letter. Nothing on record has to be corrected.',
    inside_2: 'Repeat the check of fob and letter for both, and close the envelopes only when they agree.',
    inside_2_go: 'Mail, hand-over',
    sameTitle: 'B  They were exchanged between two users of one contract',
    same_1:
      'They can be used as they are. Activation corrects the record in favour of whoever registers, and a task says so: read it and close it.',
    same_1_go: 'Tasks',
    outsideTitle: 'C  One of them is in the hands of another contract’s customer',
    outside_1:
      'Revoke the users of both fobs: reason “lost in the mail”, or “issued by mistake” when handed over wrongly. It works before activation, too.',
    outside_1_go: 'Revocation',
    outside_2:
      'Stop a fob that cannot be fetched back by an incident report, at once and without approval. Nobody can register it before it has a new seed.',
    outside_2_go: 'Incident report',
    outside_3: 'Take returned fobs in. Each gets a new seed before it is used again.',
    outside_3_go: 'Returns',
    outside_4:
      'Enter a replacement application for each customer, have it approved, and issue and check one fob at a time.',
    outside_4_go: 'Application',
    outside_5: 'Report to a manager and note what the customers were told. The history shows what was done.',
    outside_5_go: 'History',
  },
})
