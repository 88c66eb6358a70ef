{{/*
A Deployment. `component`: its name; `of`: its values; `command`; `extra`: variables of its own; `ports`: its container's ports by
name; `probed`: the name of the port that answers /healthz and /readyz, "" for none.
*/}}
{{- define "forewarn.deployment" -}}
{{- $of := .of -}}
{{- $selector := include "forewarn.selector" . -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "forewarn.fullname" .root }}-{{ .component }}
  labels:
    {{- include "forewarn.labels" . | nindent 4 }}
spec:
  {{- if eq $of.autoscaling.by "none" }}
  replicas: {{ $of.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  selector:
    matchLabels:
      {{- $selector | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "forewarn.labels" . | nindent 8 }}
        {{- with $of.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with $of.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      {{- include "forewarn.pod" .root | nindent 6 }}
      terminationGracePeriodSeconds: {{ $of.terminationGracePeriodSeconds }}
      {{- with $of.priorityClassName }}
      priorityClassName: {{ . | quote }}
      {{- end }}
      {{- with $of.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $of.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $of.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- $selector | nindent 14 }}
        {{- range .root.Values.topologySpreadConstraints }}
        - {{- toYaml (merge (dict "labelSelector" (dict "matchLabels" (fromYaml $selector))) .) | nindent 10 }}
        {{- end }}
      containers:
        - name: {{ .component }}
          command:
            {{- toYaml .command | nindent 12 }}
          {{- include "forewarn.container" (dict "root" .root "tag" $of.imageTag "extra" .extra) | nindent 10 }}
          {{- with .ports }}
          ports:
            {{- range $name, $port := . }}
            - { name: {{ $name }}, containerPort: {{ $port }} }
            {{- end }}
          {{- end }}
          {{- if .probed }}
          # a process that hangs for two minutes is started again; one without its database or Temporal gets no requests, but lives
          startupProbe:
            httpGet: { path: /healthz, port: {{ .probed }} }
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: { path: /healthz, port: {{ .probed }} }
            periodSeconds: 15
            timeoutSeconds: 10
            failureThreshold: 8
          readinessProbe:
            httpGet: { path: /readyz, port: {{ .probed }} }
            periodSeconds: 5
            timeoutSeconds: 5
            failureThreshold: 3
          {{- end }}
          {{- if eq .component "api" }}
          # the endpoint is taken out of the service first, then the process is asked to stop
          lifecycle:
            preStop:
              exec: { command: [sleep, '5'] }
          {{- end }}
          resources:
            {{- toYaml $of.resources | nindent 12 }}
{{- end -}}

{{- define "forewarn.disruptions" -}}
{{- with .of.podDisruptionBudget }}
{{- if .enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "forewarn.fullname" $.root }}-{{ $.component }}
  labels:
    {{- include "forewarn.labels" $ | nindent 4 }}
spec:
  maxUnavailable: {{ .maxUnavailable }}
  # a pod that is not ready stands in nobody's way
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "forewarn.selector" $ | nindent 6 }}
{{- end }}
{{- end }}
{{- end -}}
