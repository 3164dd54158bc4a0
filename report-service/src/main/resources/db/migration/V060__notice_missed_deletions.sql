-- From now on: when the partition was last known to be read to its end. What was deleted before is known; who looks again after
-- topics have forgotten deletions knows that some may be missed. 'epoch' says that some are.
update consumed_partition set seen_at = now();
