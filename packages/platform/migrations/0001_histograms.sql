-- Adds two histograms of packed buckets (bucket << 40 | count), see src/metrics/histogram.ts.
CREATE FUNCTION merge_histograms(a bigint[], b bigint[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(bucket << 40 | count ORDER BY bucket), '{}')
  FROM (
    SELECT packed >> 40 AS bucket, sum(packed & 1099511627775)::bigint AS count
    FROM unnest(a || b) packed
    GROUP BY 1
  ) merged
$$;
