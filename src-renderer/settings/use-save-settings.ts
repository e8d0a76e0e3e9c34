import { useMutation, type UseMutationResult } from '@tanstack/react-query'
import type { AppInfo, CallInput } from '../../src-shared/contract.ts'
import { call } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'

/** Changes what was chosen; what is not named stays. It shows at once, and as before where it could not be kept. */
export function useSaveSettings(): UseMutationResult<AppInfo, Error, CallInput<'settings.set'>> {
  return useMutation({
    mutationFn: (change: CallInput<'settings.set'>) => call('settings.set', change),
    onMutate: (change) =>
      queryClient.setQueryData<AppInfo>(
        keys.info,
        (before) => before && { ...before, ...(change as Partial<AppInfo>) },
      ),
    onSuccess: (saved) => queryClient.setQueryData(keys.info, saved),
    onError: () => queryClient.invalidateQueries({ queryKey: keys.info }),
  })
}
