namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>
/// One field of one deal: what both sides had when they were last the same, and what each was given since. It is told of every value that a
/// person gives and sees both sides after every write of the product, so it knows what each next value may be.
/// </summary>
sealed class FieldHistory(SyncField field)
{
    // A worker that read a value may still write it for so long, when nothing goes wrong.
    static readonly TimeSpan InWork = TimeSpan.FromMinutes(10);

    readonly List<Given> _open = [], _all = [];
    string? _agreed, _aws, _crm;
    (string? Aws, string? Crm) _before;
    bool _isByPersons;

    /// <summary>The two sides have been the same at some time.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>What was given since they were the same.</summary>
    public IReadOnlyList<Given> Open => _open;

    /// <summary>
    /// A person made the two sides the same, and one of them went back to what it had before: the product, which may not have looked between,
    /// sees no change of it.
    /// </summary>
    public bool IsBack(Given given) => _isByPersons && (given.AtAws ? IsText(given.Value, _before.Aws) : IsText(given.Value, _before.Crm));

    public void Give(Given given)
    {
        _open.Add(given);
        _all.Add(given);
    }

    public Given? Last(bool atAws) => _open.LastOrDefault(g => g.AtAws == atAws);

    /// <summary>What a side was given last, also before both were the same.</summary>
    public Given? LastEver(bool atAws) => _all.LastOrDefault(g => g.AtAws == atAws);

    /// <param name="latest">The side whose record was changed last, before what is seen now was written; null: not known.</param>
    /// <param name="isCalm">Nothing has gone wrong lately: no worker that was stopped has left a write behind, to be finished later.</param>
    /// <param name="isByPersons">
    /// A person made the two sides the same: the product may not have looked, so that a later edit meets what it knew before.
    /// </param>
    /// <returns>The invariants that are broken, and why.</returns>
    public IReadOnlyList<(string Invariant, string Why)> See(string? aws, string? crm, bool? latest, DateTimeOffset now, bool isCalm, bool isByPersons = false)
    {
        if (!SyncFields.Same(field, aws, crm))
        {
            var strange = IsKnown ? Strange(aws, crm, [.. _all.Where(g => !isCalm || g.At > now - InWork), .. _open]).ToList() : [];
            (_aws, _crm) = (aws, crm);
            return strange;
        }

        _before = (_aws, _crm);
        var broken = Resolve(aws, latest) is { } wrong ? [wrong] : Array.Empty<(string, string)>();
        (_agreed, _aws, _crm, IsKnown, _isByPersons) = (aws, aws, crm, true, isByPersons);
        _open.Clear();
        return broken;
    }

    // A side may have what it had when it was seen last, what somebody gave it, and what the other side was given.
    IEnumerable<(string, string)> Strange(string? aws, string? crm, IReadOnlyList<Given> given)
    {
        if (!IsText(aws, _agreed) && aws != _aws && !given.Any(g => g.AtAws ? IsText(aws, g.Value) : SyncFields.Same(field, aws, g.Value)))
            yield return (WatchedInvariants.Given, $"AWS has '{aws}', which nobody gave; the last common value is '{_agreed}'{Since()}");
        if (!SyncFields.Same(field, _agreed, crm) && crm != _crm && !given.Any(g => g.AtAws ? SyncFields.Same(field, g.Value, crm) : IsText(crm, g.Value)))
            yield return (WatchedInvariants.Given, $"the CRM has '{crm}', which nobody gave; the last common value is '{_agreed}'{Since()}");
    }

    (string, string)? Resolve(string? value, bool? latest)
    {
        var (aws, crm) = (Last(atAws: true), Last(atAws: false));
        if (aws is null && crm is null)
            return !IsKnown || IsText(value, _agreed) || SyncFields.Same(field, _agreed, value) ? null : (WatchedInvariants.Given, $"both sides have '{value}', and were '{_agreed}' before");
        var (isOfAws, isOfCrm) = (aws is not null && IsText(value, aws.Value), crm is not null && SyncFields.Same(field, value, crm.Value));
        // An edit in the moments of a write of ours meets that write: what it overwrites, or is overwritten by, is not known here.
        if (!isOfAws && !isOfCrm)
            return IsKnown && !_isByPersons && _open.TrueForAll(g => g.IsQuiet) ? (WatchedInvariants.NotLost, $"both sides have '{value}'{Since()}") : null;
        // Going back to what both had is no change.
        if (aws is null || crm is null || IsText(aws.Value, _agreed) || SyncFields.Same(field, _agreed, crm.Value) || isOfAws == isOfCrm || !IsKnown || _open.Exists(g => !g.IsQuiet))
            return null;
        bool? awsWins = field.Owner switch { "aws" => true, "crm" => false, _ => latest == aws.At >= crm.At ? latest : null };
        return awsWins is null || awsWins == isOfAws ? null
            : (field.Owner == "latest" ? WatchedInvariants.Latest : WatchedInvariants.Owner, $"both sides have '{value}'; its owner is {field.Owner}{Since()}");
    }

    static bool IsText(string? one, string? other) => (one ?? "").Trim() == (other ?? "").Trim();

    string Since() => string.Concat(_open.Select(g => $", {(g.AtAws ? "AWS" : "the CRM")} gave '{g.Value}' at {g.At:HH:mm:ss.fff}{(g.IsQuiet ? "" : " during work on it")}"));
}
