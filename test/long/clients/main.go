// Uses the generated Go client as somebody's automation would, and prints what came of it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	forewarn "github.com/GIT_USER_ID/GIT_REPO_ID"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	configuration := forewarn.NewConfiguration()
	configuration.Servers = forewarn.ServerConfigurations{{URL: os.Getenv("URL")}}
	client := forewarn.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), forewarn.ContextAccessToken, os.Getenv("TOKEN"))

	start := time.Date(2026, 12, 20, 1, 0, 0, 0, time.UTC)
	scope := forewarn.NewOpenWindowRequestScope()
	scope.Locations = []string{"eu-1/dc-1/rack-a12"}
	impact := forewarn.NewOpenWindowRequestImpact(forewarn.ImpactLevelOutage, 30)
	impact.SetDescription("Each server restarts once.")
	body := forewarn.NewOpenWindowRequest(
		string(forewarn.WindowClassStandard), forewarn.WindowReasonHardware,
		[]forewarn.OpenWindowRequestSlotsInner{*forewarn.NewOpenWindowRequestSlotsInner(start, start.Add(2*time.Hour))},
		*scope, *impact,
	)
	body.SetTitle("Opened by a generated client")
	body.SetOverride("the client is tried")
	opened, _, err := client.WindowsAPI.OpenWindow(ctx).OpenWindowRequest(*body).IdempotencyKey("from-go").Execute()
	check(err)

	listed := 0
	request := client.WindowsAPI.ListWindows(ctx).Limit(1).NeedsAttention(false).
		Phase([]forewarn.Phase{forewarn.PhaseApproved, forewarn.PhaseAnnounced})
	for more := true; more; {
		page, _, err := request.Execute()
		check(err)
		listed += len(page.Items)
		more = page.Next.Get() != nil
		if more {
			request = request.Cursor(*page.Next.Get())
		}
	}

	window, _, err := client.WindowsAPI.GetWindow(ctx, opened.Reference).Execute()
	check(err)
	_, _, err = client.CommandsAPI.Cancel(ctx, "MW-2026-9999").CancelRequest(*forewarn.NewCancelRequest("no such window")).Execute()
	var refused *forewarn.GenericOpenAPIError
	if !errors.As(err, &refused) {
		check(fmt.Errorf("a window that is not there was cancelled: %v", err))
	}
	var problem forewarn.Problem
	check(json.Unmarshal(refused.Body(), &problem))

	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"phase": opened.Phase, "first": opened.Plan[0].Kind, "listed": listed, "start": window.Slots[0].Start.UTC().Unix(),
		"revision": window.Revision, "refused": problem.Code,
	}))
}
