using System.Text;
using LambdaSync.Json;
using LambdaSync.Sync;

namespace LambdaSync.Mapping;

public sealed partial class CompiledMapping
{
    /// <summary>The elements that lines stand for as a document has them, in the order of <see cref="Elements"/>; null where it has none.</summary>
    internal byte[]?[] ElementsAt(ReadOnlySpan<byte> document)
    {
        var scratch = Rent();
        _tree.Capture(document, scratch.Aws);
        var result = new byte[]?[Elements.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = scratch.Aws[Elements[i].Node.Element] is { Kind: Kind.Object } value ? value.In(document).ToArray() : null;
        Return(scratch);
        return result;
    }

    /// <summary>Who an element is at AWS, as the CRM would have it.</summary>
    internal FlatRecord IdentityAtAws(ElementLines element, ReadOnlySpan<byte> document)
    {
        var result = new FlatRecord();
        var scratch = Rent();
        _tree.Capture(document, scratch.Aws);
        foreach (var line in element.Identities)
        {
            scratch.Compare.Clear();
            if (ToCrm(line, document, scratch.Aws, scratch.Compare, null) == ToCrmResult.Value)
                result[line.Source.Crm] = Encoding.UTF8.GetString(scratch.Compare.Written);
        }

        Return(scratch);
        return result;
    }

    /// <summary>Whether the CRM's fields stand for the element that AWS has; null when one of both does not say who it is.</summary>
    /// <param name="atAws">Of AWS, as <see cref="IdentityAtAws"/> gives it.</param>
    internal bool? StandsFor(ElementLines element, FlatRecord atAws, FlatRecord crm)
    {
        if (element.Group.Any(line => Said(line) && !IsAlike(line)))
            return false;
        if (element.Email is { } email && Said(email))
            return IsAlike(email);
        if (element.Names.Any(line => !atAws.IsEmpty(line.Source.Crm)) && element.Names.Any(line => !crm.IsEmpty(line.Source.Crm)))
            return element.Names.All(line => atAws.IsEmpty(line.Source.Crm) ? crm.IsEmpty(line.Source.Crm) : IsAlike(line));
        if (element.Group.Any(Said))
            return true;
        // A CRM field that AWS's values do not come into may be empty whoever it stands for.
        return element.Identities.Any(line => !atAws.IsEmpty(line.Source.Crm) && line.Source.Inbound) ? false : null;

        bool Said(CompiledLine line) => !atAws.IsEmpty(line.Source.Crm) && !crm.IsEmpty(line.Source.Crm);

        // A CRM may cut a text, or write an e-mail in small letters.
        bool IsAlike(CompiledLine line) => crm[line.Source.Crm] is { } held && atAws[line.Source.Crm] is { } there
            && (IsFormOf(line.Source.Crm, there, held) || string.Equals(there, held, StringComparison.OrdinalIgnoreCase));
    }
}
