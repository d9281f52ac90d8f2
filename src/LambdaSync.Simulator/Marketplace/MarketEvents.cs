using System.Text.Json.Nodes;
using LambdaSync.Simulator.Operations;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>Marketplace's events, with member names and casing as published (user guide, notifications-eventbridge).</summary>
static class MarketEvents
{
    const string CatalogSource = "aws.marketplacecatalog", AgreementSource = "aws.agreement-marketplace";

    public static void ChangeSet(World world, MarketChangeSet set)
    {
        var detail = Begin(world, "Catalog");
        detail["ChangeSetId"] = set.Id;
        if (set.Name is not null)
            detail["ChangeSetName"] = set.Name;
        detail["StartTime"] = Days.Seconds(set.Started);
        detail["EndTime"] = Days.Seconds(set.Ended!.Value);
        if (set.FailureCode is not null)
            detail["FailureCode"] = set.FailureCode;
        var word = set.Status switch { MarketChangeSet.Succeeded => "Succeeded", MarketChangeSet.Failed => "Failed", _ => "Cancelled" };
        world.Bus.PutOf(set.Owner, CatalogSource, "Change Set " + word, detail, "0", set.Arn);
    }

    /// <summary>Of the account's offer, and of a channel partner's offer for the account's product.</summary>
    public static void OfferReleased(World world, MarketEntity offer)
    {
        var product = world.Market.Find(offer.Text("ProductId")!)!;
        var detail = Begin(world, "catalog");
        detail["offer"] = new JsonObject
        {
            ["id"] = offer.Id,
            ["arn"] = $"arn:aws:catalog:us-east-1:{offer.Owner}:Offer/{offer.Id}",
            ["name"] = offer.Text("Name"),
            ["expirationDate"] = offer.AvailabilityEnd is { } end ? $"{end:yyyy-MM-dd}T23:59:59Z" : null,
        };
        detail["product"] = new JsonObject { ["id"] = product.Id, ["arn"] = product.Arn, ["title"] = Title(product) };
        detail["manufacturer"] = new JsonObject { ["accountId"] = product.Owner, ["name"] = "Seller " + product.Owner };
        detail["sellerOfRecord"] = new JsonObject { ["accountId"] = offer.Owner, ["name"] = "Seller " + offer.Owner };
        detail["targetedBuyerAccountIds"] = Lists.Array(offer.Buyers);
        foreach (var account in new[] { offer.Owner, product.Owner }.Where(world.Market.Sellers.Contains).Distinct().ToList())
            world.Bus.PutOf(account, CatalogSource, "Offer Released", detail.DeepClone().AsObject(), "0", offer.Arn);
    }

    public static void OfferSetReleased(World world, MarketEntity set)
    {
        var detail = Begin(world, "catalog");
        detail["offerSet"] = Named(set);
        detail["associatedOffers"] = new JsonArray([.. set.Details["AssociatedOfferIds"]!.AsArray().Select(o => new JsonObject { ["offer"] = Named(world.Market.Find(o!.GetValue<string>())!) })]);
        world.Bus.PutOf(set.Owner, CatalogSource, "OfferSet Released", detail, "0", set.Arn);
    }

    /// <summary>Created, Amended, Ended: to the seller of record, and to the product's maker. Of a direct sale the account gets both.</summary>
    public static void Agreement(World world, MarketAgreement agreement, string what)
    {
        foreach (var (account, role) in new[] { (agreement.Proposer, "Proposer"), (agreement.Manufacturer, "Manufacturer") })
        {
            if (world.Market.Sellers.Contains(account))
                world.Bus.PutOf(account, AgreementSource, $"Purchase Agreement {what} - {role}", Detail(world, agreement, what, role), "0", $"arn:aws:aws-marketplace::aws:agreement:{agreement.Id}");
        }
    }

    public static void License(World world, MarketAgreement agreement, string what)
    {
        var detail = Begin(world, "catalog");
        detail["agreement"] = new JsonObject { ["id"] = agreement.Id };
        detail["product"] = new JsonObject { ["code"] = "code" + agreement.ProductId, ["id"] = agreement.ProductId };
        detail["license"] = new JsonObject { ["arn"] = agreement.LicenseArn };
        Parties(detail, agreement);
        world.Bus.PutOf(agreement.Manufacturer, AgreementSource, $"License {what} - Manufacturer", detail, "0", $"arn:aws:aws-marketplace::aws:agreement:{agreement.Id}");
    }

    public static void Cancellation(World world, MarketAgreement agreement, MarketAgreementRequest request)
    {
        var word = request.Status switch { "PENDING_APPROVAL" => "Pending Approval", "VALIDATION_FAILED" => "Validation Failed", var status => status[..1] + status[1..].ToLowerInvariant() };
        var detail = Begin(world, "catalog");
        detail["agreement"] = new JsonObject { ["id"] = agreement.Id, ["acceptorId"] = agreement.Acceptor, ["productId"] = agreement.ProductId, ["offerId"] = agreement.OfferId };
        detail["agreementCancellationRequest"] = new JsonObject
        {
            ["id"] = request.Id,
            ["reasonCode"] = request.ReasonCode,
            ["reasonMessage"] = request.Description ?? "",
            ["statusCode"] = request.Status,
            ["statusMessage"] = request.StatusMessage ?? "",
            ["createdAt"] = Days.Seconds(request.Created),
            ["updatedAt"] = Days.Seconds(request.Updated),
        };
        world.Bus.PutOf(agreement.Proposer, AgreementSource, $"Agreement Cancellation Request {word} - Proposer", detail);
    }

    public static void Adjustment(World world, MarketAgreement agreement, MarketAgreementRequest request)
    {
        var detail = Begin(world, "catalog");
        detail["agreement"] = new JsonObject { ["id"] = agreement.Id };
        detail["billingAdjustmentRequest"] = new JsonObject { ["id"] = request.Id, ["adjustmentAmount"] = "-" + request.Amount, ["currencyCode"] = request.Currency, ["adjustmentReasonCode"] = request.ReasonCode };
        detail["invoice"] = new JsonObject { ["originalInvoiceId"] = request.InvoiceId };
        world.Bus.PutOf(agreement.Proposer, AgreementSource, $"Purchase Agreement Billing Adjustment {(request.Status == "COMPLETED" ? "Completed" : "Failed")} - Proposer", detail);
    }

    static JsonObject Detail(World world, MarketAgreement agreement, string what, string role)
    {
        var json = new JsonObject { ["id"] = agreement.Id };
        if (what == "Ended")
        {
            json["status"] = agreement.Status;
        }
        else
        {
            (json["intent"], json["status"]) = (what == "Amended" ? "AMEND" : agreement.Intent, agreement.Status);
            (json["acceptanceTime"], json["startTime"]) = (Days.Seconds(agreement.Accepted), Days.Seconds(agreement.Start));
            json["endTime"] = agreement.End is { } end ? Days.Seconds(end) : null;
            if (agreement.Intent == "RENEW" && what == "Created")
                json["previousAgreementId"] = agreement.Previous!.Id;
            if (what == "Amended" && role == "Proposer")
                json["autoRenewalEnabled"] = agreement.Renews;
        }

        var detail = Begin(world, "catalog");
        detail["agreement"] = json;
        detail["resaleAuthorization"] = new JsonObject { ["id"] = agreement.ResaleAuthorizationId };
        Parties(detail, agreement);
        if (what == "Amended" && role == "Proposer")
        {
            detail["renewalSummary"] = new JsonObject { ["lockoutStartTime"] = Lockout(agreement), ["disabledBy"] = agreement.RenewalDisabledBy };
            detail["product"] = new JsonObject { ["id"] = agreement.ProductId, ["title"] = world.Market.Find(agreement.ProductId) is { } product ? Title(product) : null };
        }

        return detail;
    }

    static string? Lockout(MarketAgreement agreement) =>
        agreement.End is { } end && agreement.RenewalTerm?["lockoutPeriod"]?.GetValue<string>() is { } period ? Days.Seconds(end.AddDays(-Days.Count(period))) : null;

    static JsonObject Begin(World world, string catalog) => new() { ["requestId"] = world.Ids.Of("request-"), [catalog] = Market.Catalog };

    static void Parties(JsonObject detail, MarketAgreement agreement)
    {
        detail["acceptor"] = new JsonObject { ["accountId"] = agreement.Acceptor };
        detail["proposer"] = new JsonObject { ["accountId"] = agreement.Proposer };
        detail["offer"] = new JsonObject { ["id"] = agreement.OfferId };
    }

    static JsonObject Named(MarketEntity entity) => new() { ["id"] = entity.Id, ["arn"] = $"arn:aws:catalog:us-east-1:{entity.Owner}:{entity.Type}/{entity.Id}", ["name"] = entity.Text("Name") };

    static string? Title(MarketEntity product) => product.Details["Description"]?["ProductTitle"]?.GetValue<string>();
}
