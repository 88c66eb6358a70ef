{{/* The way KEDA proves who it is to Temporal: key, certificate, or nothing. */}}
{{- define "forewarn.kedaAuthenticates" -}}
{{- $tls := .Values.temporal.tls -}}
{{- if has "TEMPORAL_API_KEY" .Values.secrets.settings -}}
key
{{- else if and $tls.enabled $tls.existingSecret $tls.certificate -}}
certificate
{{- end -}}
{{- end -}}

{{/*
How many replicas a component has: a HorizontalPodAutoscaler by processor, or KEDA's ScaledObject by what waits in task queues, which
makes one of its own. `queues`: its task queues with the types of tasks there.
*/}}
{{- define "forewarn.scaling" -}}
{{- $root := .root -}}
{{- $scaling := .of.autoscaling -}}
{{- $name := printf "%s-%s" (include "forewarn.fullname" .root) .component -}}
{{- if eq $scaling.by "cpu" }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $name }}
  labels:
    {{- include "forewarn.labels" . | nindent 4 }}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: {{ $name }} }
  minReplicas: {{ $scaling.minReplicas }}
  maxReplicas: {{ $scaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: {{ $scaling.cpuPercent }} }
  behavior:
    # what a crowd needed is soon needed again
    scaleDown: { stabilizationWindowSeconds: 600 }
{{- else if eq $scaling.by "backlog" }}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ $name }}
  labels:
    {{- include "forewarn.labels" . | nindent 4 }}
spec:
  scaleTargetRef: { name: {{ $name }} }
  minReplicaCount: {{ $scaling.minReplicas }}
  maxReplicaCount: {{ $scaling.maxReplicas }}
  pollingInterval: 10
  # without Temporal's word as many as before
  fallback: { failureThreshold: 6, replicas: {{ $scaling.minReplicas }}, behavior: currentReplicasIfHigher }
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        scaleDown: { stabilizationWindowSeconds: 600 }
  triggers:
    {{- range $queue, $types := .queues }}
    - type: temporal
      metadata:
        endpoint: {{ $root.Values.temporal.address | quote }}
        namespace: {{ $root.Values.temporal.namespace | quote }}
        taskQueue: {{ $queue }}
        queueTypes: {{ $types | quote }}
        targetQueueSize: {{ $scaling.backlogPerReplica | quote }}
        {{- if and (has "TEMPORAL_API_KEY" $root.Values.secrets.settings) }}
        enableTLS: {{ $root.Values.temporal.tls.enabled | quote }}
        {{- end }}
        {{- with $root.Values.temporal.tls.serverName }}
        tlsServerName: {{ . | quote }}
        {{- end }}
      {{- if include "forewarn.kedaAuthenticates" $root }}
      authenticationRef: { name: {{ include "forewarn.fullname" $root }}-temporal }
      {{- end }}
    {{- end }}
    - type: cpu
      metricType: Utilization
      metadata: { value: {{ $scaling.cpuPercent | quote }} }
{{- end }}
{{- end -}}
