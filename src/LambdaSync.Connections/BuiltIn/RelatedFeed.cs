using LambdaSync.Connections.Crm;
using LambdaSync.Mapping;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>
/// An object's changes together with those of the records it links to, as far as somebody reads them through the link. A position is the own one,
/// followed by one for each related object.
/// </summary>
/// <param name="own">The changes of one object alone, from a position on.</param>
/// <param name="linked">The records of an object that link to a record by a field.</param>
sealed class RelatedFeed(CrmSchema schema, Func<ObjectSchema, string?, Task<CrmChanges>> own, Func<ObjectSchema, CrmField, string, Task<IReadOnlyList<string>>> linked)
{
    // No position has a tab in it.
    const char Separator = '\t';

    public async Task<CrmChanges> Changed(ObjectSchema crmObject, CrmInterest interest, string? after)
    {
        var positions = Positions(after);
        var ofOwn = await own(crmObject, positions.GetValueOrDefault("")).ConfigureAwait(false);
        var (changes, next, more) = (new OrderedDictionary<string, CrmChange>(StringComparer.Ordinal), ofOwn.Next ?? "", ofOwn.More);
        foreach (var change in ofOwn.Changes)
            changes[change.Id] = change;
        var hasRelated = false;
        foreach (var link in Links(crmObject, interest))
        {
            var related = await own(schema.Object(link.RelatesTo!)!, positions.GetValueOrDefault(link.Name)).ConfigureAwait(false);
            foreach (var change in related.Changes)
            {
                foreach (var id in await linked(crmObject, link, change.Id).ConfigureAwait(false))
                    changes.TryAdd(id, new CrmChange(id));
            }

            next += $"{Separator}{link.Name}={related.Next}";
            more |= related.More;
            hasRelated |= related.Next is not null;
        }

        return new CrmChanges([.. changes.Values], ofOwn.Next is null && !hasRelated ? null : next, more);
    }

    // One relation deep: few read more, and their sweep finds it.
    IEnumerable<CrmField> Links(ObjectSchema crmObject, CrmInterest interest) =>
        interest.Fields.Where(path => path.Contains('.', StringComparison.Ordinal)).Select(path => crmObject.Relations.GetValueOrDefault(path.Split('.')[0])).OfType<CrmField>()
            .Where(link => link.RelatesTo is { } name && schema.Object(name) is not null).Distinct().OrderBy(link => link.Name, StringComparer.Ordinal);

    static Dictionary<string, string> Positions(string? after)
    {
        var positions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (i, part) in (after ?? "").Split(Separator).Index())
        {
            var (name, position) = i == 0 ? ("", part) : (part[..part.IndexOf('=', StringComparison.Ordinal)], part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            if (position.Length > 0)
                positions[name] = position;
        }

        return positions;
    }
}
