/** Names for generated rosters: common surnames, given names, trades and towns of Saitama, with their kana. */
type Read = readonly [written: string, kana: string, romaji: string]

export const surnames: readonly Read[] = [
  ['佐藤', 'サトウ', 'sato'],
  ['鈴木', 'スズキ', 'suzuki'],
  ['高橋', 'タカハシ', 'takahashi'],
  ['田中', 'タナカ', 'tanaka'],
  ['渡辺', 'ワタナベ', 'watanabe'],
  ['新井', 'アライ', 'arai'],
  ['関根', 'セキネ', 'sekine'],
  ['小林', 'コバヤシ', 'kobayashi'],
  ['斎藤', 'サイトウ', 'saito'],
  ['加藤', 'カトウ', 'kato'],
  ['中村', 'ナカムラ', 'nakamura'],
  ['吉田', 'ヨシダ', 'yoshida'],
  ['岡田', 'オカダ', 'okada'],
  ['清水', 'シミズ', 'shimizu'],
  ['内田', 'ウチダ', 'uchida'],
  ['大野', 'オオノ', 'ono'],
  ['町田', 'マチダ', 'machida'],
  ['根岸', 'ネギシ', 'negishi'],
  ['島村', 'シマムラ', 'shimamura'],
  ['栗原', 'クリハラ', 'kurihara'],
]

export const givenNames: readonly Read[] = [
  ['健一', 'ケンイチ', 'kenichi'],
  ['直樹', 'ナオキ', 'naoki'],
  ['裕子', 'ユウコ', 'yuko'],
  ['美咲', 'ミサキ', 'misaki'],
  ['浩', 'ヒロシ', 'hiroshi'],
  ['恵', 'メグミ', 'megumi'],
  ['翔太', 'ショウタ', 'shota'],
  ['陽子', 'ヨウコ', 'yoko'],
  ['誠', 'マコト', 'makoto'],
  ['さくら', 'サクラ', 'sakura'],
  ['大輔', 'ダイスケ', 'daisuke'],
  ['久美子', 'クミコ', 'kumiko'],
  ['和夫', 'カズオ', 'kazuo'],
  ['真由美', 'マユミ', 'mayumi'],
  ['隆', 'タカシ', 'takashi'],
  ['千尋', 'チヒロ', 'chihiro'],
]

/** Trades that follow a surname in a company's name. */
export const trades: readonly (readonly [written: string, kana: string])[] = [
  ['製作所', 'セイサクジョ'],
  ['工業', 'コウギョウ'],
  ['商事', 'ショウジ'],
  ['建設', 'ケンセツ'],
  ['運輸', 'ウンユ'],
  ['電機', 'デンキ'],
  ['園芸', 'エンゲイ'],
  ['食品', 'ショクヒン'],
  ['印刷', 'インサツ'],
  ['精密', 'セイミツ'],
]

/** Legal forms before the name, with the kana used on forms. */
export const companyForms: readonly (readonly [written: string, kana: string])[] = [
  ['株式会社', 'カブシキガイシャ'],
  ['有限会社', 'ユウゲンガイシャ'],
  ['合同会社', 'ゴウドウガイシャ'],
]

/** Towns with the first three digits of their postal code and their area code. */
export const towns: readonly (readonly [town: string, postal: string, area: string])[] = [
  ['さいたま市大宮区桜木町', '330', '048'],
  ['さいたま市浦和区高砂', '330', '048'],
  ['川口市本町', '332', '048'],
  ['川越市新富町', '350', '049'],
  ['所沢市日吉町', '359', '04'],
  ['越谷市南越谷', '343', '048'],
  ['熊谷市筑波', '360', '048'],
  ['春日部市中央', '344', '048'],
  ['上尾市柏座', '362', '048'],
  ['草加市高砂', '340', '048'],
  ['秩父市宮側町', '368', '0494'],
]
