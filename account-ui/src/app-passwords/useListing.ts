import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, listAppPasswords, type Context, type Listing } from "./api";

interface Loaded {
  listing: Listing | undefined;
  error: ApiError | undefined;
  loading: boolean;
  /** Asks again; resolves with the list, or with nothing if it cannot be had. */
  reload: () => Promise<Listing | undefined>;
}

/** The owner's app passwords. What was loaded stays on the screen while it is loaded again, and when that fails. */
export function useListing(context: Context): Loaded {
  const [listing, setListing] = useState<Listing>();
  const [error, setError] = useState<ApiError>();
  const [loading, setLoading] = useState(true);
  const running = useRef<AbortController>(undefined);

  const reload = useCallback(async () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setLoading(true);
    try {
      const loaded = await listAppPasswords({ context, signal: controller.signal });
      setListing(loaded);
      setError(undefined);
      return loaded;
    } catch (reason) {
      if (!controller.signal.aborted) {
        setError(reason instanceof ApiError ? reason : new ApiError(0, "unexpected"));
      }
      return undefined;
    } finally {
      if (running.current === controller) {
        setLoading(false);
      }
    }
  }, [context]);

  useEffect(() => {
    void reload();
    return () => running.current?.abort();
  }, [reload]);

  return { listing, error, loading, reload };
}
