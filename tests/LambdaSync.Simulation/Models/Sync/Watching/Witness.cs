using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>
/// Follows both sides while the story is told. It decides by the rules that <see cref="SyncFields"/> writes down, never by asking the product,
/// and looks only at the record that something just touched.
/// </summary>
sealed class Witness
{
    const int MaxShown = 5;

    // A call whose caller was killed may still land.
    static readonly TimeSpan Landing = TimeSpan.FromMinutes(5);

    readonly Dictionary<string, List<string>> _broken = new(StringComparer.Ordinal);
    readonly Dictionary<(int Deal, string Field), FieldHistory> _fields = [];
    readonly Dictionary<(int Deal, bool AtAws), DateTimeOffset> _changed = [];
    World? _world;

    public World World => _world ?? throw new Kernel.KernelException("the witness was not told of the world");

    public Deadlines Deadlines { get; } = new();

    public void Begin(World world)
    {
        _world = world;
        Deadlines.Begin(this);
    }

    public IEnumerable<string> Broken(string invariant) => _broken.GetValueOrDefault(invariant) ?? [];

    public void Break(string invariant, string why)
    {
        if (!_broken.TryGetValue(invariant, out var list))
            _broken[invariant] = list = [];
        if (list.Count >= MaxShown)
            return;
        list.Add($"{World.Pump.Now:d HH:mm:ss.fff} {why}");
        World.Trace.Write($"BROKEN {invariant}: {why}");
    }

    public void Reach(string what) => World.Tally.Reach(what);

    public FieldHistory Field(Deal deal, SyncField field) =>
        _fields.TryGetValue((deal.Number, field.Aws), out var history) ? history : _fields[(deal.Number, field.Aws)] = new FieldHistory(field);

    /// <summary>A person gave a field a value just now.</summary>
    public void Edited(Deal deal, string path, bool atAws, string? value)
    {
        if (_world is null || SyncFields.All.FirstOrDefault(f => f.Aws == path) is not { } field)
            return;
        // A change between two values that are one at AWS counts as an edit until somebody has looked at it, which leaves no trace.
        var isSynonym = !atAws && Sides(deal) is var (aws, _) && SyncFields.Same(field, Sync.Sides.Text(aws, path), value);
        Reach(atAws ? Reaches.AwsEdit : Reaches.CrmEdit);
        if (string.IsNullOrEmpty(value))
            Reach(Reaches.Cleared);
        if (value?.Length > 100)
            Reach(Reaches.LongText);
        if (Field(deal, field).Last(!atAws) is { } other && World.Pump.Now - other.At < TimeSpan.FromSeconds(10))
            Reach(Reaches.Within);
        if (isSynonym)
            Reach(Reaches.Synonym);
        var isBusy = IsInWork(deal);
        // Until the fate of a write is looked up, no value shows whether this edit replaces what it wrote or what was there before: its owner decides.
        var isUnseen = HasWriteInDoubt(deal, atAws);
        Field(deal, field).Give(new Given(atAws, World.Pump.Now, value, !isSynonym && !isBusy && !isUnseen) { IsDuringWork = isBusy });
        _changed[(deal.Number, atAws)] = World.Pump.Now;
        if (!isSynonym)
            See(deal, isByPersons: true);
    }

    /// <summary>AWS changed something else of the record, which moves its date too.</summary>
    public void Touched(Deal deal) => _changed[(deal.Number, true)] = World.Pump.Now;

    /// <summary>The product wrote rows, which the CRM answered.</summary>
    public void WroteCrm(IReadOnlyList<CrmWrite> rows, IReadOnlyList<CrmResult> results)
    {
        foreach (var (row, result) in rows.Zip(results))
        {
            if (Deals.FirstOrDefault(d => (d.CrmId ?? "?") == (row.Id ?? result.Id) || (d.AwsId is { } id && id == row.ExternalId)) is not { } deal)
                continue;
            if (result.Written)
                Wrote(deal, atAws: false);
            else
            {
                deal.LastRefused = World.Pump.Now;
                Reach(Reaches.RowRefused);
            }
        }
    }

    /// <summary>The CRM's own value of each field that stands for what AWS has, before rows are written.</summary>
    public IReadOnlyList<(Deal Deal, SyncField Field, string? Held)> Synonyms(IReadOnlyList<CrmWrite> rows) =>
    [
        .. from row in rows
           let deal = Deals.FirstOrDefault(d => d.CrmId is { } id && id == row.Id)
           where deal is not null
           let sides = Sides(deal)
           where sides is not null
           from field in SyncFields.All
           let held = Text(sides.Value.Crm, field.Crm)
           where new FlatRecord(row.Fields)[field.Crm] is not null && held is not null && SyncFields.Same(field, Sync.Sides.Text(sides.Value.Aws, field.Aws), held)
           select (deal, field, held),
    ];

    public void CompareSynonyms(IReadOnlyList<(Deal Deal, SyncField Field, string? Held)> before)
    {
        foreach (var (deal, field, held) in before)
        {
            // No CRM compares before it writes: what a person changes between a worker's read and its write is overwritten.
            if (Field(deal, field).LastEver(atAws: false) is { IsDuringWork: true } edit && edit.At > World.Pump.Now - Landing)
                continue;
            if (Sides(deal) is var (aws, crm) && Text(crm, field.Crm) is { } now && now.Trim() != held!.Trim() && SyncFields.Same(field, Sync.Sides.Text(aws, field.Aws), now))
                Break(WatchedInvariants.Synonym, $"{field.Crm} of deal {deal.Number} ({deal.AwsId}) was '{held}' and is now '{now}', AWS has '{Sync.Sides.Text(aws, field.Aws)}'");
        }
    }

    /// <summary>The product changed or made an opportunity.</summary>
    /// <param name="id">Its id, or null: it is found by the CRM record that it names.</param>
    public void WroteAws(string? id)
    {
        Deadlines.Written();
        foreach (var deal in Deals.Where(d => id is null ? d.AwsId is null : d.AwsId == id || (d.AwsId is null && d.FindAws(World) == id)).ToList())
            Wrote(deal, atAws: true);
    }

    /// <summary>Both sides of a deal that has them.</summary>
    public (JsonObject Aws, JsonObject Crm)? Sides(Deal deal)
    {
        if (deal.IsDeleted || deal.FindAws(World) is not { } awsId || deal.FindCrm(World) is not { } crmId)
            return null;
        return Sync.Sides.Aws(World, awsId) is { } aws && Sync.Sides.Crm(World, crmId) is { } crm ? (aws, crm) : null;
    }

    public static string? Text(JsonObject fields, string name) =>
        fields[name] is JsonValue value ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString() : null;

    /// <summary>
    /// Whether the CRM record says that it is this opportunity's and takes part. The first row for a record that AWS names says both; while the CRM
    /// refuses that row, only its status names the opportunity, and the two sides have not met: what they have then asks the owner.
    /// </summary>
    public static bool IsLinked(JsonObject aws, JsonObject crm) =>
        Text(crm, "APN_CRM_Unique_Identifier__c") == aws["Id"]!.GetValue<string>() && Text(crm, "Sync_with_AWS__c") == "true";

    public IEnumerable<Deal> Deals => World.Own<Deals>().All.Values;

    void Wrote(Deal deal, bool atAws)
    {
        See(deal);
        _changed[(deal.Number, atAws)] = World.Pump.Now;
    }

    void See(Deal deal, bool isByPersons = false)
    {
        if (Sides(deal) is not var (aws, crm) || !IsLinked(aws, crm))
            return;
        var (awsAt, crmAt) = (_changed.GetValueOrDefault((deal.Number, true)), _changed.GetValueOrDefault((deal.Number, false)));
        foreach (var field in SyncFields.All)
        {
            var (there, here) = (Sync.Sides.Text(aws, field.Aws), Text(crm, field.Crm));
            if (SyncFields.Same(field, there, here) && Field(deal, field) is var history && history.Last(true) is { } one && history.Last(false) is { } other && !SyncFields.Same(field, one.Value, other.Value))
                Reach(SyncFields.Same(field, one.Value, here) ? Reaches.ClashAws : Reaches.ClashCrm);
            // The product goes by the records' dates: they tell of the field's edits only where those are the last ones.
            bool? latest = Field(deal, field) is var edited && edited.Last(true)?.At == awsAt && edited.Last(false)?.At == crmAt && !IsOneSecond(awsAt, crmAt) ? awsAt >= crmAt : null;
            foreach (var (invariant, why) in Field(deal, field).See(there, here, latest, World.Pump.Now, Deadlines.IsCalm(World.Pump.Now - Landing), isByPersons))
                Break(invariant, $"{field.Aws} of deal {deal.Number} ({deal.AwsId}): {why}");
        }
    }

    // Salesforce gives whole seconds.
    bool IsOneSecond(DateTimeOffset? aws, DateTimeOffset? crm) => World.Parts.HasSalesforce && aws is { } there && crm is { } here && there.ToUnixTimeSeconds() == here.ToUnixTimeSeconds();

    // A worker has it now, or a call of one may still land.
    bool IsInWork(Deal deal) => World.Faults.LastStruck > World.Pump.Now - Landing || Work(deal).Any(work => work.Owner is not null && work.ClaimedUntil > World.Pump.Now);

    // A write to the side was stored, and its answer did not come.
    bool HasWriteInDoubt(Deal deal, bool atAws) =>
        Work(deal).Any(work => work.Intent is { } intent && StoredIntent.Read(intent) is var stored && (atAws ? stored?.Aws is not null : stored?.Crm is not null));

    public bool IsBusy(Deal deal) => deal.WasHidden || World.Faults.LastStruck > World.Pump.Now - Landing || Work(deal).Any(work => work is { Owner: not null } or { Intent: not null });

    IEnumerable<WorkItem> Work(Deal deal)
    {
        var keys = new List<WorkKey>();
        if (deal.FindAws(World) is { } awsId)
            keys.Add(WorkKey.Opportunity(SyncModel.Catalog, awsId));
        if (deal.FindCrm(World) is { } crmId)
            keys.Add(WorkKey.Crm(SyncModel.Catalog, "Opportunity", crmId));
        return keys.Select(key => World.Store.GetWork(key, CancellationToken.None).Now()).OfType<WorkItem>();
    }
}
