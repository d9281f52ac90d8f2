using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>Snapshots of opportunities in engagements, and the jobs that take them.</summary>
static class SnapshotOperations
{
    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>>
    {
        ["CreateResourceSnapshot"] = Create,
        ["GetResourceSnapshot"] = Get,
        ["ListResourceSnapshots"] = List,
        ["CreateResourceSnapshotJob"] = CreateJob,
        ["GetResourceSnapshotJob"] = GetJob,
        ["ListResourceSnapshotJobs"] = ListJobs,
        ["StartResourceSnapshotJob"] = call => SetJob(call, SnapshotJob.Running),
        ["StopResourceSnapshotJob"] = call => SetJob(call, SnapshotJob.Stopped),
        ["DeleteResourceSnapshotJob"] = DeleteJob,
    };

    /// <summary>The partner's view of its opportunity, as the next revision. It links the opportunity to the engagement.</summary>
    public static ResourceSnapshot Take(World world, Catalog catalog, Engagement engagement, Opportunity opportunity)
    {
        var members = engagement.Members.Select(m => m.AccountId);
        var snapshot = Add(world, catalog, engagement, opportunity, ResourceSnapshot.Summary, World.Account, members, SnapshotViews.Summary(world, catalog, opportunity));
        if (!engagement.Associations.Any(a => a.OpportunityId == opportunity.Id))
            engagement.Associations.Add(new ResourceAssociation(opportunity.Id, World.Account));
        Leads.MarkConverted(world, catalog, engagement, opportunity);
        return snapshot;
    }

    /// <summary>AWS's view of the opportunity, which its owner alone sees (DG selling-api-events).</summary>
    public static void TakeAwsView(World world, Catalog catalog, Opportunity opportunity)
    {
        foreach (var engagement in catalog.Engagements.Values.Where(e => e.Associations.Any(a => a.OpportunityId == opportunity.Id)))
            Add(world, catalog, engagement, opportunity, ResourceSnapshot.AwsFullView, EngagementMember.Aws, [World.Account, EngagementMember.Aws], SnapshotViews.AwsFull(opportunity));
    }

    static ResourceSnapshot Add(World world, Catalog catalog, Engagement engagement, Opportunity opportunity, string template, string by, IEnumerable<string> members, JsonObject payload)
    {
        var revision = Latest(catalog, engagement.Id, opportunity.Id, template)?.Revision ?? 0;
        var snapshot = new ResourceSnapshot(engagement.Id, opportunity.Id, template, revision + 1, by, world.Clock.Now, opportunity.Modified, [.. members], payload);
        catalog.Snapshots.Add(snapshot);
        EngagementEvents.Tell(world, catalog, snapshot);
        return snapshot;
    }

    /// <summary>A job that runs; the one there is, if there is one.</summary>
    public static SnapshotJob StartJob(World world, Catalog catalog, Engagement engagement, string opportunityId)
    {
        var job = catalog.SnapshotJobs.Values.FirstOrDefault(j => j.EngagementId == engagement.Id && j.OpportunityId == opportunityId && j.Template == ResourceSnapshot.Summary);
        if (job is null)
        {
            job = new SnapshotJob(world.Ids.Of("job-"), engagement.Id, opportunityId, ResourceSnapshot.Summary, world.Clock.Now);
            catalog.SnapshotJobs.Add(job.Id, job);
        }

        job.Status = SnapshotJob.Running;
        return job;
    }

    /// <summary>A job takes a snapshot when what the template shows has changed (DG selling-api-events), with the partner's role (DG access-control).</summary>
    public static void RunJobs(World world, Catalog catalog)
    {
        foreach (var job in catalog.SnapshotJobs.Values)
        {
            if (job.Status != SnapshotJob.Running || job.Compared == world.Changes)
                continue;
            job.Compared = world.Changes;
            var opportunity = catalog.Opportunities[job.OpportunityId];
            var latest = Latest(catalog, job.EngagementId, job.OpportunityId, job.Template);
            if (latest?.Source == opportunity.Modified || JsonNode.DeepEquals(latest?.Payload, SnapshotViews.Summary(world, catalog, opportunity)))
                continue;
            if (catalog.SnapshotRole is null)
            {
                job.LastFailure = "There is no ResourceSnapshotJobRole: PutSellingSystemSettings sets it.";
                continue;
            }

            Take(world, catalog, catalog.Engagements[job.EngagementId], opportunity);
            (job.LastSuccess, job.LastFailure) = (world.Clock.Now, null);
        }
    }

    static JsonObject Create(Call call)
    {
        var (engagement, opportunity) = Subject(call);
        var snapshot = Take(call.World, call.Catalog, engagement, opportunity);
        return new JsonObject { ["Arn"] = Ids.Arn(call.Catalog.Name, snapshot.Path), ["Revision"] = snapshot.Revision };
    }

    // The latest revision unless one is named.
    static JsonObject Get(Call call)
    {
        var engagement = Lists.Engagement(call, "EngagementIdentifier");
        var (opportunityId, template) = (call["ResourceIdentifier"], call["ResourceSnapshotTemplateIdentifier"]);
        var latest = Latest(call.Catalog, engagement.Id, opportunityId, template);
        var revision = call.Number("Revision", latest?.Revision ?? 0);
        var snapshot = Of(call.Catalog, engagement.Id, opportunityId, template).FirstOrDefault(s => s.Revision == revision) ?? throw AwsError.NotFound("Snapshot of opportunity", opportunityId);
        var view = Summary(call.Catalog, snapshot);
        view["Catalog"] = call.Catalog.Name;
        view["EngagementId"] = snapshot.EngagementId;
        view["CreatedAt"] = OpportunityOperations.TimeText(snapshot.Created);
        view["Payload"] = snapshot.Payload.DeepClone();
        view["TargetMemberAccounts"] = Lists.Array(snapshot.Members);
        return view;
    }

    static JsonObject List(Call call)
    {
        var engagement = Lists.Engagement(call, "EngagementIdentifier");
        var found = call.Catalog.Snapshots.Where(s => s.EngagementId == engagement.Id && call.Is("ResourceType", "Opportunity") && call.Is("ResourceIdentifier", s.OpportunityId)
            && call.Is("ResourceSnapshotTemplateIdentifier", s.Template) && call.Is("CreatedBy", s.CreatedBy));
        return Paging.Of(call, "ResourceSnapshotSummaries", found.Select(s => Summary(call.Catalog, s)));
    }

    static JsonObject CreateJob(Call call)
    {
        var (engagement, opportunity) = Subject(call);
        var template = call["ResourceSnapshotTemplateIdentifier"];
        if (call.Catalog.SnapshotJobs.Values.Any(j => j.EngagementId == engagement.Id && j.OpportunityId == opportunity.Id && j.Template == template))
            throw AwsError.Conflict("The job already exists.");
        var job = new SnapshotJob(call.World.Ids.Of("job-"), engagement.Id, opportunity.Id, template, call.Now);
        call.Catalog.SnapshotJobs.Add(job.Id, job);
        TagOperations.Put(call, Path(job));
        return new JsonObject { ["Id"] = job.Id, ["Arn"] = Ids.OwnArn(call.Catalog.Name, Path(job)) };
    }

    static JsonObject GetJob(Call call)
    {
        var job = FindJob(call);
        var view = JobSummary(call.Catalog, job);
        view["Catalog"] = call.Catalog.Name;
        view["ResourceType"] = "Opportunity";
        view["ResourceId"] = job.OpportunityId;
        view["ResourceArn"] = Ids.OwnArn(call.Catalog.Name, "opportunity/" + job.OpportunityId);
        view["ResourceSnapshotTemplateName"] = job.Template;
        view["CreatedAt"] = OpportunityOperations.TimeText(job.Created);
        view["LastSuccessfulExecutionDate"] = job.LastSuccess is { } success ? OpportunityOperations.TimeText(success) : null;
        view["LastFailure"] = job.LastFailure;
        return view.Drop();
    }

    static JsonObject ListJobs(Call call)
    {
        var found = call.Catalog.SnapshotJobs.Values.Where(j => call.Is("EngagementIdentifier", j.EngagementId) && call.Is("Status", j.Status));
        return Paging.Of(call, "ResourceSnapshotJobSummaries", Lists.Sorted(call, found, j => j.Created, j => j.Id).Select(j => JobSummary(call.Catalog, j)));
    }

    static JsonObject SetJob(Call call, string status)
    {
        FindJob(call).Status = status;
        return [];
    }

    // "The job must be stopped first" (operation text of DeleteResourceSnapshotJob).
    static JsonObject DeleteJob(Call call)
    {
        var job = FindJob(call);
        if (job.Status != SnapshotJob.Stopped)
            throw AwsError.Conflict("A running job is stopped before it is deleted.");
        call.Catalog.SnapshotJobs.Remove(job.Id);
        call.Catalog.Tags.Remove(Path(job));
        return [];
    }

    static string Path(SnapshotJob job) => "resource-snapshot-job/" + job.Id;

    // A partner's snapshot is the view for all members; the full view of AWS's summary is AWS's to take (DG selling-api-events).
    static (Engagement Engagement, Opportunity Opportunity) Subject(Call call)
    {
        var engagement = Lists.Engagement(call, "EngagementIdentifier");
        var opportunity = OpportunityOperations.Find(call.Catalog, call["ResourceIdentifier"]);
        if (call["ResourceSnapshotTemplateIdentifier"] != ResourceSnapshot.Summary)
            throw AwsError.Refused(FieldError.Invalid("ResourceSnapshotTemplateIdentifier", $"A partner takes snapshots by {ResourceSnapshot.Summary}."));
        return (engagement, opportunity);
    }

    static SnapshotJob FindJob(Call call) =>
        call.Catalog.SnapshotJobs.GetValueOrDefault(call["ResourceSnapshotJobIdentifier"]) ?? throw AwsError.NotFound("Snapshot job", call["ResourceSnapshotJobIdentifier"]);

    static IEnumerable<ResourceSnapshot> Of(Catalog catalog, string engagementId, string opportunityId, string template) =>
        catalog.Snapshots.Where(s => s.EngagementId == engagementId && s.OpportunityId == opportunityId && s.Template == template);

    static ResourceSnapshot? Latest(Catalog catalog, string engagementId, string opportunityId, string template) => Of(catalog, engagementId, opportunityId, template).MaxBy(s => s.Revision);

    static JsonObject Summary(Catalog catalog, ResourceSnapshot snapshot) => new()
    {
        ["Arn"] = Ids.Arn(catalog.Name, snapshot.Path),
        ["Revision"] = snapshot.Revision,
        ["ResourceType"] = "Opportunity",
        ["ResourceId"] = snapshot.OpportunityId,
        ["ResourceSnapshotTemplateName"] = snapshot.Template,
        ["CreatedBy"] = snapshot.CreatedBy,
    };

    static JsonObject JobSummary(Catalog catalog, SnapshotJob job) => new()
    {
        ["Id"] = job.Id,
        ["Arn"] = Ids.OwnArn(catalog.Name, Path(job)),
        ["EngagementId"] = job.EngagementId,
        ["Status"] = job.Status,
    };
}
