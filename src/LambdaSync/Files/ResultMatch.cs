namespace LambdaSync.Files;

/// <summary>The answers of a results file, put beside the records of the file that they answer. AWS keeps no order and may name a record twice.</summary>
/// <param name="Results">In the order of the records that were sent; null where AWS says nothing of one.</param>
/// <param name="Issues">Answers without a record, doubled answers.</param>
public sealed record ResultMatch(IReadOnlyList<RecordResult?> Results, IReadOnlyList<Issue> Issues)
{
    /// <param name="sent">The identifiers of the records that were sent.</param>
    public static ResultMatch Of(ResultsFile results, IReadOnlyList<(string? AwsId, string? PartnerId)> sent)
    {
        var found = new RecordResult?[sent.Count];
        var (issues, rest) = (new List<Issue>(), new List<RecordResult>());
        var (byAws, byPartner) = (Places(sent, record => record.AwsId), Places(sent, record => record.PartnerId));
        foreach (var result in results.Records)
        {
            // The partner's identifier first: a new record has no other one when it is sent.
            if ((result.PartnerId is { } partner && byPartner.TryGetValue(partner, out var place)) || (result.AwsId is { } aws && byAws.TryGetValue(aws, out place)))
                Put(found, place, result, results.Key, issues);
            else
                rest.Add(result);
        }

        // An answer may lack both identifiers, as one to a refused creation does. It is the record's that is left if only one is.
        var open = Enumerable.Range(0, found.Length).Where(i => found[i] is null).ToList();
        if (rest is [{ AwsId: null, PartnerId: null } only] && open.Count == 1)
            found[open[0]] = only;
        else if (rest is [{ PartnerId: null } created] && open is [var last] && sent[last].AwsId is null)
            found[last] = created;
        else
            issues.AddRange(rest.Select(result => ResultIssues.Foreign(results.Key, result.Index, result.AwsId ?? result.PartnerId)));
        return new ResultMatch(found, issues);
    }

    static void Put(RecordResult?[] found, int place, RecordResult result, string key, List<Issue> issues)
    {
        if (found[place] is not null)
            issues.Add(ResultIssues.Doubled(key, result.Index, result.AwsId ?? result.PartnerId));
        // AWS's identifier, once given, stays: a later entry that lacks it takes nothing away.
        found[place] = result.AwsId is null && found[place]?.AwsId is { } given ? result with { AwsId = given } : result;
    }

    static Dictionary<string, int> Places(IReadOnlyList<(string? AwsId, string? PartnerId)> sent, Func<(string? AwsId, string? PartnerId), string?> id)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < sent.Count; i++)
        {
            if (id(sent[i]) is { } text)
                places.TryAdd(text, i);
        }

        return places;
    }
}
