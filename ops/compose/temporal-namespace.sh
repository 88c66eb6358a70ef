#!/bin/sh
# Creates the namespace and waits until the server knows it; safe to repeat. TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and
# TEMPORAL_RETENTION say where, which, and how long closed workflows are kept.
set -eu

# runs a command until it succeeds, for two minutes at most
until_done() {
  tries=60
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    if [ "$tries" -eq 0 ]; then
      "$@"
      exit 1
    fi
    sleep 2
  done
}

exists_or_created() {
  temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" ||
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$TEMPORAL_RETENTION"
}

until_done temporal operator cluster health
until_done exists_or_created
until_done temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE"
echo "The namespace $TEMPORAL_NAMESPACE is there."
