namespace LambdaSync.Sync.Elements;

/// <summary>Finds the elements of one list again in another, in linear time.</summary>
static class ElementMatch
{
    /// <summary>For each element of <paramref name="now"/> its position in <paramref name="known"/>, or -1 for one that is new.</summary>
    /// <param name="known">An empty key for a position that no element has.</param>
    public static int[] Find(IReadOnlyList<ElementKey> known, IReadOnlyList<ElementKey> now)
    {
        var result = new int[now.Count];
        Array.Fill(result, -1);
        var free = new bool[known.Count];
        Array.Fill(free, true);
        Pass(known, now, result, free, key => key.Email.Length > 0 ? $"{key.Group}\n{key.Email}" : null, _ => true);
        // Two e-mails that differ are two people, whatever their names.
        Pass(known, now, result, free, key => key.Names.Length > 0 ? $"{key.Group}\n{key.Names}" : null, key => key.Email.Length == 0);
        Pass(known, now, result, free, key => key.Group.Length > 0 ? key.Group : null, key => key.IsGroupOnly);
        // One that says nothing of who it is stays in its place.
        for (var i = 0; i < now.Count && i < known.Count; i++)
        {
            if (result[i] < 0 && free[i] && now[i].IsEmpty)
                (result[i], free[i]) = (i, false);
        }

        return result;
    }

    // Of two elements with one text, one has to say no more than the text (isBare); such known ones are taken first.
    static void Pass(IReadOnlyList<ElementKey> known, IReadOnlyList<ElementKey> now, int[] result, bool[] free, Func<ElementKey, string?> text, Func<ElementKey, bool> isBare)
    {
        var places = new Dictionary<string, Queue<int>>(StringComparer.OrdinalIgnoreCase);
        foreach (var bare in (bool[])[true, false])
        {
            for (var i = 0; i < known.Count; i++)
            {
                if (!free[i] || isBare(known[i]) != bare || text(known[i]) is not { } name)
                    continue;
                if (!places.TryGetValue(name, out var queue))
                    places[name] = queue = new Queue<int>();
                queue.Enqueue(i);
            }
        }

        for (var i = 0; i < now.Count; i++)
        {
            if (result[i] >= 0 || text(now[i]) is not { } name || !places.TryGetValue(name, out var queue) || queue.Count == 0 || !(isBare(known[queue.Peek()]) || isBare(now[i])))
                continue;
            result[i] = queue.Dequeue();
            free[result[i]] = false;
        }
    }
}
