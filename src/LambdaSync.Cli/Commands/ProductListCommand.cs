using System.CommandLine;

namespace LambdaSync.Cli.Commands;

/// <summary><c>product list</c>: the seller's products in AWS Marketplace.</summary>
static class ProductListCommand
{
    static readonly string[] Types = ["SaaSProduct", "AmiProduct", "ContainerProduct", "MachineLearningProduct", "DataProduct"];

    static readonly Listing<System.Text.Json.JsonElement> Lines = MarketplaceDocument.Listing(
        MarketplaceDocument.Column("id", "EntityId"), MarketplaceDocument.Column("type", "EntityType"), MarketplaceDocument.Column("title", "Name", breaks: true), MarketplaceDocument.Column("visibility", "Visibility"),
        MarketplaceDocument.Column("modified", "LastModifiedDate"));

    public static Command Create(Terminal terminal)
    {
        var (output, limit) = (Options.Output("table", "json", "csv"), Limits.Option(1000));
        var type = new Option<string[]>("--type") { Description = "Only these types. Default: SaaSProduct, AmiProduct, ContainerProduct.", AllowMultipleArgumentsPerToken = true };
        type.AcceptOnlyFromAmong(Types);
        var account = MarketplaceLink.AccountOption();
        var command = new Command("list", "Lists the seller's products in AWS Marketplace.") { type, limit, account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog(parsed.GetValue(account));
            var (most, found) = (parsed.GetValue(limit), new List<System.Text.Json.JsonElement>());
            foreach (var wanted in parsed.GetValue(type) is { Length: > 0 } chosen ? chosen : Types[..3])
                found.AddRange(await MarketplaceDocument.All(catalog.ListEntities(wanted, isShared: false, cancellation), most - Math.Min(most, found.Count), cancellation));
            Lines.Write(Limits.Cut(found, most, "products", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }
}
