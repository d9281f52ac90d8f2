using System.Text.Json.Nodes;
using LambdaSync.Simulator.Control;
using LambdaSync.Simulator.State;
using Verb = System.Func<LambdaSync.Simulator.State.World, System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>Verbs of what sellers' programs can't do in AWS Marketplace: products, buyers, other sellers, AWS's own work.</summary>
static class MarketVerbs
{
    public static IReadOnlyDictionary<string, Verb> All { get; } = new Dictionary<string, Verb>(StringComparer.Ordinal)
    {
        ["add-product"] = AddProduct,
        ["accept-offer"] = AcceptOffer,
        ["share-authorization"] = ShareAuthorization,
        ["resell"] = Resell,
        ["answer-request"] = AnswerRequest,
        ["end-agreement"] = EndAgreement,
        ["disable-renewal"] = DisableRenewal,
        ["renew-agreement"] = RenewAgreement,
        ["invoice"] = AddInvoice,
        ["refuse-change"] = RefuseChange,
        ["fail-change-set"] = FailChangeSet,
        ["market-settings"] = Settings,
        ["market-event"] = PutEvent,
        ["show-market"] = Show,
    };

    // {"id": "prod-1", "type": "SaaSProduct", "title": "...", "visibility": "Limited", "owner": "123456789012", "dimensions": ["seats"]}
    static JsonObject AddProduct(World world, JsonObject input)
    {
        var product = new MarketEntity(input.Text("type") ?? "SaaSProduct", input.Text("id") ?? world.Ids.Of("prod-"), input.Text("owner") ?? World.Account, world.Clock.Now);
        if (!product.IsProduct)
            throw new ArgumentException("type takes a product's: SaaSProduct, AmiProduct, ContainerProduct ...");
        var title = input.Text("title") ?? "Example product";
        product.Details["Description"] = new JsonObject { ["ProductTitle"] = title, ["ProductState"] = "Active", ["Visibility"] = input.Text("visibility") ?? "Limited" };
        product.Details["Dimensions"] = new JsonArray([.. (input["dimensions"] as JsonArray ?? new JsonArray("seats")).Select(d => new JsonObject
        {
            ["Key"] = d!.GetValue<string>(), ["Name"] = d.GetValue<string>(), ["Description"] = "Dimension " + d.GetValue<string>(), ["Types"] = new JsonArray("Entitled"), ["Unit"] = "Units",
        })]);
        world.Market.Entities[product.Id] = product;
        return new JsonObject { ["id"] = product.Id };
    }

    // {"offerId": "offer-1", "buyer": "111122223333", "variablePaymentTerm": {"id": "term-1", "currencyCode": "USD", "maxTotalChargeAmount": "1000"}}: the buyer accepts in AWS Marketplace's pages. No change type makes such a term.
    static JsonObject AcceptOffer(World world, JsonObject input)
    {
        var offer = world.Market.Find(input.Needed("offerId")) is { Type: MarketEntity.Offer } found ? found : throw new ArgumentException("There is no such offer.");
        var buyer = input.Text("buyer") ?? (offer.Buyers is [var first, ..] ? first : throw new ArgumentException("buyer is missing."));
        if (offer.Text("State") != "Released")
            throw new ArgumentException("The offer is a draft.");
        if (offer.AvailabilityEnd < Days.Of(world.Clock.Now))
            throw new ArgumentException("The offer has expired.");
        if (!offer.Buyers.Contains(buyer))
            throw new ArgumentException($"The offer is not for {buyer}.");
        if (world.Market.Agreements.Any(a => a.OfferId == offer.Id && a.Acceptor == buyer))
            throw new ArgumentException("The buyer has accepted this offer.");
        var agreement = AgreementClock.Accept(world, offer, buyer, offer.Owner);
        if (input["variablePaymentTerm"] is JsonObject term)
            agreement.Terms.Add((JsonNode)new JsonObject { ["variablePaymentTerm"] = term.DeepClone() });
        return new JsonObject { ["agreementId"] = agreement.Id };
    }

    // {"id": "...", "manufacturer": "999900001111", "productId": "prod-9", "terms": [...], "buyers": [...], "availabilityEndDate": "2027-01-31", "offersMaxQuantity": 1}: another maker authorizes the account to resell.
    static JsonObject ShareAuthorization(World world, JsonObject input)
    {
        var maker = input.Text("manufacturer") ?? "999900001111";
        var productId = AddProduct(world, new JsonObject { ["id"] = input.Text("productId"), ["owner"] = maker, ["title"] = input.Text("title") ?? "Resold product", ["visibility"] = "Public", ["dimensions"] = input["dimensions"]?.DeepClone() })["id"]!.GetValue<string>();
        var authorization = new MarketEntity(MarketEntity.ResaleAuthorization, input.Text("id") ?? world.Ids.Of("resaleauthz-"), maker, world.Clock.Now) { Released = world.Clock.Now };
        foreach (var (name, value) in new JsonObject
        {
            ["Id"] = authorization.Id,
            ["Name"] = input.Text("name") ?? "Shared authorization",
            ["ProductId"] = productId,
            ["ProductName"] = "Resold product",
            ["ManufacturerAccountId"] = maker,
            ["ManufacturerLegalName"] = "Example Maker",
            ["ResellerAccountId"] = World.Account,
            ["ResellerLegalName"] = "Example Seller",
            ["Status"] = "Active",
        })
            authorization.Details[name] = value?.DeepClone();
        foreach (var term in (input["terms"] as JsonArray ?? DefaultTerms()).OfType<JsonObject>())
            authorization.Terms.Add(term.DeepClone());
        if (input["buyers"] is JsonArray buyers)
            authorization.SetRule("TargetingRule", new JsonObject { ["PositiveTargeting"] = new JsonObject { ["BuyerAccounts"] = buyers.DeepClone() } });
        var rule = new JsonObject();
        if (input.Text("availabilityEndDate") is { } end)
            rule["AvailabilityEndDate"] = Days.AtEnd(end);
        if (input["offersMaxQuantity"] is { } quantity)
            rule["OffersMaxQuantity"] = quantity.DeepClone();
        authorization.SetRule("AvailabilityRule", rule.Count > 0 ? rule : null);
        world.Market.Entities[authorization.Id] = authorization;
        return new JsonObject { ["id"] = authorization.Id, ["productId"] = productId };
    }

    static JsonArray DefaultTerms() =>
    [
        (JsonNode)new JsonObject
        {
            ["Type"] = "ResaleConfigurableUpfrontPricingTerm", ["CurrencyCode"] = "USD",
            ["RateCards"] = new JsonArray(new JsonObject
            {
                ["Selector"] = new JsonObject { ["Type"] = "Duration", ["Value"] = "P12M" }, ["RateCard"] = new JsonArray(new JsonObject { ["DimensionKey"] = "seats", ["Price"] = "100" }),
                ["Constraints"] = new JsonObject { ["MultipleDimensionSelection"] = "Allowed", ["QuantityConfiguration"] = "Allowed" },
            }),
        },
        (JsonNode)new JsonObject { ["Type"] = "BuyerLegalTerm", ["Documents"] = new JsonArray(new JsonObject { ["Type"] = "StandardEula", ["Version"] = "2022-07-14" }) },
    ];

    // {"authorizationId": "resaleauthz-1", "buyer": "111122223333", "accept": true}: the channel partner makes an offer from the account's authorization, and its buyer accepts.
    static JsonObject Resell(World world, JsonObject input)
    {
        var authorization = world.Market.Find(input.Needed("authorizationId"));
        if (authorization is not { Type: MarketEntity.ResaleAuthorization } || authorization.Owner != World.Account || authorization.Text("Status") != "Active")
            throw new ArgumentException("There is no such active resale authorization of the account.");
        var (reseller, buyer) = (authorization.Text("ResellerAccountId")!, input.Text("buyer") ?? (authorization.Buyers is [var first, ..] ? first : "111122223333"));
        var offer = new MarketEntity(MarketEntity.Offer, world.Ids.Of("offer-"), reseller, world.Clock.Now) { Released = world.Clock.Now };
        foreach (var (name, value) in new JsonObject { ["Id"] = offer.Id, ["Name"] = "Channel partner offer", ["ProductId"] = authorization.Text("ProductId"), ["State"] = "Released", ["ResaleAuthorizationId"] = authorization.Id })
            offer.Details[name] = value?.DeepClone();
        offer.SetRule("TargetingRule", new JsonObject { ["PositiveTargeting"] = new JsonObject { ["BuyerAccounts"] = new JsonArray(buyer) } });
        world.Market.Entities[offer.Id] = offer;
        MarketEvents.OfferReleased(world, offer);
        var answer = new JsonObject { ["offerId"] = offer.Id };
        if (input.Flag("accept") ?? true)
            answer["agreementId"] = AgreementClock.Accept(world, offer, buyer, reseller).Id;
        return answer;
    }

    // {"id": "acr-1", "approve": true}: the buyer answers a cancellation or payment request.
    static JsonObject AnswerRequest(World world, JsonObject input)
    {
        var id = input.Needed("id");
        var agreement = world.Market.Agreements.Find(a => a.Requests.Any(r => r.Id == id)) ?? throw new ArgumentException("There is no such request.");
        AgreementRequests.Answer(world, agreement, agreement.Requests.Find(r => r.Id == id)!, input.Flag("approve") ?? true, input.Text("message") ?? "The adjustment was refused.");
        return [];
    }

    static MarketAgreement Agreement(World world, JsonObject input) =>
        world.Market.Agreements.Find(a => a.Id == input.Needed("agreementId")) ?? throw new ArgumentException("There is no such agreement.");

    // {"agreementId": "agmt-1", "status": "CANCELLED"}
    static JsonObject EndAgreement(World world, JsonObject input)
    {
        var status = input.Text("status") ?? MarketAgreement.Cancelled;
        if (status is not (MarketAgreement.Cancelled or MarketAgreement.Terminated or MarketAgreement.Expired))
            throw new ArgumentException("status takes CANCELLED, TERMINATED or EXPIRED.");
        AgreementClock.End(world, Agreement(world, input), status);
        return [];
    }

    // {"agreementId": "agmt-1", "by": "PROPOSER"}: in the console, which is the only way; the seller's is final.
    static JsonObject DisableRenewal(World world, JsonObject input)
    {
        var agreement = Agreement(world, input);
        if (agreement.RenewalTerm is null)
            throw new ArgumentException("The agreement has no renewal term.");
        (agreement.RenewalDisabledBy, agreement.Updated) = (input.Text("by") ?? "PROPOSER", world.Clock.Now);
        MarketEvents.Agreement(world, agreement, "Amended");
        return [];
    }

    // {"agreementId": "agmt-1"}: AWS accepts the renewal before the agreement ends.
    static JsonObject RenewAgreement(World world, JsonObject input)
    {
        var agreement = Agreement(world, input);
        if (!agreement.Renews || agreement.Status != MarketAgreement.Active)
            throw new ArgumentException("The agreement does not renew.");
        return new JsonObject { ["agreementId"] = AgreementClock.Renew(world, agreement).Id };
    }

    // {"agreementId": "agmt-1", "amount": "1000.00", "type": "INVOICE"}
    static JsonObject AddInvoice(World world, JsonObject input)
    {
        var (agreement, amount, id) = (Agreement(world, input), input.Text("amount") ?? "1000.00", input.Text("id") ?? world.Ids.Of("invoice-"));
        agreement.Invoices.Add(new JsonObject
        {
            ["agreementId"] = agreement.Id,
            ["invoiceId"] = id,
            ["pricingCurrencyAmount"] = new JsonObject { ["amount"] = amount, ["maxAdjustmentAmount"] = amount, ["currencyCode"] = agreement.Currency },
            ["invoiceBillingPeriod"] = new JsonObject { ["month"] = world.Clock.Now.Month, ["year"] = world.Clock.Now.Year },
            ["issuedTime"] = Days.Epoch(world.Clock.Now),
            ["invoiceType"] = input.Text("type") ?? "INVOICE",
            ["invoicingEntity"] = new JsonObject { ["legalName"] = "Amazon Web Services, Inc." },
        });
        return new JsonObject { ["invoiceId"] = id };
    }

    // {"changeType": "UpdatePricingTerms", "code": "INVALID_RATE_CARD", "message": "..."}: the next such change fails, whatever it says.
    static JsonObject RefuseChange(World world, JsonObject input)
    {
        world.Market.Refusals.Add((input.Needed("changeType"), input.Needed("code"), input.Text("message") ?? "The change was refused."));
        return [];
    }

    // {"count": 1}: with SERVER_FAULT.
    static JsonObject FailChangeSet(World world, JsonObject input)
    {
        world.Market.ServerFaults = input["count"]?.GetValue<int>() ?? 1;
        return [];
    }

    // {"prepareSeconds": 2, "applySeconds": 2, "tokenSeconds": 600, "currencies": ["USD"], "sellerVerified": true, "taxInformation": true, "resaleRole": true, "denied": "FAILED_KYC_COMPLIANCE", "deniesMakers": true}
    static JsonObject Settings(World world, JsonObject input)
    {
        var market = world.Market;
        market.PrepareTime = input.Seconds("prepareSeconds") ?? market.PrepareTime;
        market.ApplyTime = input.Seconds("applySeconds") ?? market.ApplyTime;
        market.TokenTime = input.Seconds("tokenSeconds") ?? market.TokenTime;
        market.MaxOpen = input["maxOpen"]?.GetValue<int>() ?? market.MaxOpen;
        market.MaxBusy = input["maxBusy"]?.GetValue<int>() ?? market.MaxBusy;
        market.IsSellerVerified = input.Flag("sellerVerified") ?? market.IsSellerVerified;
        market.HasTaxInformation = input.Flag("taxInformation") ?? market.HasTaxInformation;
        market.HasResaleRole = input.Flag("resaleRole") ?? market.HasResaleRole;
        market.Denied = input["denied"] is null ? market.Denied : input.Text("denied") is { Length: > 0 } reason ? reason : null;
        market.DeniesMakers = input.Flag("deniesMakers") ?? market.DeniesMakers;
        if (input["currencies"] is JsonArray currencies)
        {
            market.Currencies.Clear();
            market.Currencies.UnionWith(currencies.Select(c => c!.GetValue<string>()));
        }

        return [];
    }

    // {"source": "aws.marketplace", "detailType": "Disbursement Paused", "detail": {...}, "resources": []}: any event of Marketplace.
    static JsonObject PutEvent(World world, JsonObject input)
    {
        string[] resources = input["resources"] is JsonArray list ? [.. list.Select(r => r!.GetValue<string>())] : [];
        world.Bus.PutFrom(input.Needed("source"), input.Needed("detailType"), input["detail"]?.DeepClone().AsObject() ?? [], "0", resources);
        return [];
    }

    // All entities, change sets and agreements, in the order of their creation.
    static JsonObject Show(World world, JsonObject input)
    {
        MarketClock.CatchUp(world);
        return new JsonObject
        {
            ["entities"] = new JsonArray([.. world.Market.Entities.Values.Select(e => new JsonObject { ["id"] = e.Id, ["type"] = e.Type, ["owner"] = e.Owner, ["details"] = e.Details.DeepClone() })]),
            ["changeSets"] = new JsonArray([.. world.Market.ChangeSets.Select(s => new JsonObject { ["id"] = s.Id, ["owner"] = s.Owner, ["name"] = s.Name, ["status"] = s.Status })]),
            ["agreements"] = new JsonArray([.. world.Market.Agreements.Select(a => new JsonObject
            {
                ["id"] = a.Id, ["offerId"] = a.OfferId, ["acceptor"] = a.Acceptor, ["proposer"] = a.Proposer, ["manufacturer"] = a.Manufacturer, ["status"] = a.Status,
                ["requests"] = new JsonArray([.. a.Requests.Select(r => new JsonObject { ["id"] = r.Id, ["status"] = r.Status, ["amount"] = r.Amount, ["invoiceId"] = r.InvoiceId })]),
                ["end"] = a.End is { } end ? Days.Seconds(end) : null,
            })]),
        };
    }
}
