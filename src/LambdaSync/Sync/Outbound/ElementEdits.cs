using LambdaSync.Mapping;

namespace LambdaSync.Sync.Outbound;

/// <summary>What edits of single fields mean for the elements of AWS's lists that they belong to.</summary>
static class ElementEdits
{
    /// <summary>
    /// Takes out the edits for an element that is not the one which the CRM record stands for; adds to those for an element that AWS does
    /// not have all that the CRM has of it.
    /// </summary>
    /// <param name="edits">Changed in place.</param>
    /// <param name="baseline">The CRM's fields when both sides were last the same.</param>
    /// <param name="document">The record document as AWS has it.</param>
    /// <returns>The fields whose edits are held; the issues say why.</returns>
    public static HashSet<string> Complete(CompiledMapping mapping, FlatRecord edits, FlatRecord crm, FlatRecord baseline, ReadOnlySpan<byte> document, List<Issue> issues)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        if (!mapping.Elements.Any(element => element.Sent.Any(name => edits[name] is not null)))
            return held;
        var known = new FlatRecord(crm.ToJson());
        foreach (var (name, value) in baseline.Fields)
            known[name] = value;
        var atAws = mapping.ElementsAt(document);
        foreach (var (i, element) in mapping.Elements.Index())
        {
            var edited = element.Sent.Where(name => edits[name] is not null).ToList();
            if (edited.Count == 0)
                continue;
            if (atAws[i] is null)
            {
                foreach (var name in element.Sent.Where(name => edits[name] is null && !crm.IsEmpty(name) && edited.Any(other => !edits.IsEmpty(other))))
                    edits[name] = crm[name];
                continue;
            }

            var identity = mapping.IdentityAtAws(element, document);
            if (element.Identity is null || mapping.StandsFor(element, identity, known) != false || mapping.StandsFor(element, identity, crm) == true)
                continue;
            issues.Add(OutboundIssues.OtherElement(element, edited));
            foreach (var name in edited)
                edits[name] = null;
            held.UnionWith(edited);
        }

        return held;
    }
}
