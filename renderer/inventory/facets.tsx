import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import type { InventoryFilter } from '../../preload/contract/views.ts'
import { Refused } from '../ui/index.ts'
import { ExpiryMap } from './expiry-map.tsx'
import { FacetList } from './facet-list.tsx'
import classes from './inventory.module.css'
import { words } from './words.ts'

/** All counts of the stock, each a filter. */
export function Facets({
  filter,
  onFilter,
}: {
  readonly filter: InventoryFilter
  readonly onFilter: (filter: InventoryFilter) => void
}) {
  const t = useWords(words)
  const word = useVocabulary()
  const { value, refusal } = useDesk('inventory.counts', {})
  if (value === undefined) return <Refused refusal={refusal} />
  return (
    <div className={classes.aside}>
      <FacetList
        title={t('byPlace')}
        counts={value.byPlace.map(({ place, count }) => ({
          key: place,
          label: word('custodyPlace', place),
          count,
        }))}
        chosen={filter.place}
        onChoose={(place) => onFilter({ ...filter, place })}
      />
      <ExpiryMap
        counts={value.byExpiryMonth}
        chosen={filter.expiryMonth}
        onChoose={(expiryMonth) => onFilter({ ...filter, expiryMonth })}
      />
      <FacetList
        title={t('bySeed')}
        counts={value.bySeed.map(({ seed, count }) => ({ key: seed, label: word('seedState', seed), count }))}
        chosen={filter.seed}
        onChoose={(seed) => onFilter({ ...filter, seed })}
      />
      <FacetList
        title={t('byModel')}
        counts={value.byModel.map(({ model, modelName, count }) => ({ key: model, label: modelName, count }))}
        chosen={filter.model}
        onChoose={(model) => onFilter({ ...filter, model })}
      />
    </div>
  )
}
