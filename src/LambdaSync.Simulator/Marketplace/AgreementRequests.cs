using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Operations;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>What a seller requests after the sale: cancellation of an agreement, billing adjustments, payments (operation texts of the model; user guide).</summary>
static class AgreementRequests
{
    const int Page = 50;

    const string Pending = "PENDING_APPROVAL";

    public static IReadOnlyDictionary<string, Func<MarketCall, JsonObject>> All { get; } = new Dictionary<string, Func<MarketCall, JsonObject>>(StringComparer.Ordinal)
    {
        ["SendAgreementCancellationRequest"] = call => Allowed(call, SendCancellation),
        ["CancelAgreementCancellationRequest"] = call => Allowed(call, CancelCancellation),
        ["GetAgreementCancellationRequest"] = call => Cancellation(Find(call, MarketAgreementRequest.Cancellation, "agreementCancellationRequestId")),
        ["ListAgreementCancellationRequests"] = call => List(call, MarketAgreementRequest.Cancellation, "items", r => Cancellation(r, summary: true)),
        ["BatchCreateBillingAdjustmentRequest"] = call => Allowed(call, CreateAdjustments),
        ["GetBillingAdjustmentRequest"] = call => Adjustment(Find(call, MarketAgreementRequest.Adjustment, "billingAdjustmentRequestId")),
        ["ListBillingAdjustmentRequests"] = call => List(call, MarketAgreementRequest.Adjustment, "items", r => Adjustment(r, summary: true)),
        ["SendAgreementPaymentRequest"] = call => Allowed(call, SendPayment),
        ["CancelAgreementPaymentRequest"] = call => Allowed(call, CancelPayment),
        ["GetAgreementPaymentRequest"] = call => Payment(Find(call, MarketAgreementRequest.Payment, "paymentRequestId")),
        ["ListAgreementPaymentRequests"] = call => List(call, MarketAgreementRequest.Payment, "items", r => Payment(r, summary: true)),
    };

    static JsonObject Allowed(MarketCall call, Func<MarketCall, JsonObject> act) => call.Market.Denied is { } reason ? throw MarketErrors.Denied(reason) : act(call);

    /// <summary>Time alone changes a request: validated, approved, completed.</summary>
    public static void Ripen(World world, MarketAgreement agreement, MarketAgreementRequest request)
    {
        request.Due = null;
        request.Updated = world.Clock.Now;
        switch (request.Kind, request.Status)
        {
            case (MarketAgreementRequest.Cancellation, Pending): Approve(world, agreement, request); break;
            case (MarketAgreementRequest.Adjustment, "PENDING"):
                request.Status = "COMPLETED";
                MarketEvents.Adjustment(world, agreement, request);
                break;
            case (MarketAgreementRequest.Payment, "VALIDATING"): request.Status = Pending; break;
        }
    }

    /// <summary>The buyer answers; of a billing adjustment AWS does.</summary>
    /// <param name="message">Why a billing adjustment fails.</param>
    public static void Answer(World world, MarketAgreement agreement, MarketAgreementRequest request, bool approve, string message)
    {
        if (request is { Kind: MarketAgreementRequest.Adjustment, Status: "PENDING" })
        {
            (request.Due, request.Updated) = (null, world.Clock.Now);
            (request.Status, request.StatusMessage) = approve ? ("COMPLETED", null) : ("VALIDATION_FAILED", message);
            MarketEvents.Adjustment(world, agreement, request);
            return;
        }

        if (request.Status != Pending)
            throw new ArgumentException($"{request.Id} is {request.Status}.");
        request.Due = null;
        request.Updated = world.Clock.Now;
        if (approve && request.Kind == MarketAgreementRequest.Cancellation)
        {
            Approve(world, agreement, request);
            return;
        }

        request.Status = approve ? "APPROVED" : "REJECTED";
        if (request.Kind == MarketAgreementRequest.Cancellation)
            MarketEvents.Cancellation(world, agreement, request);
    }

    static void Approve(World world, MarketAgreement agreement, MarketAgreementRequest request)
    {
        request.Status = "APPROVED";
        MarketEvents.Cancellation(world, agreement, request);
        if (agreement.Status == MarketAgreement.Active)
            AgreementClock.End(world, agreement, MarketAgreement.Cancelled);
    }

    static MarketAgreement ActiveOne(MarketCall call) =>
        AgreementOperations.Find(call) is { Status: MarketAgreement.Active } agreement ? agreement : throw MarketErrors.Agreement("INACTIVE_AGREEMENT", "The agreement is not active.");

    static JsonObject WithToken(MarketCall call, string operation, Func<JsonObject> act)
    {
        var token = call.Text("clientToken") is { } text ? $"{operation} {text}" : null;
        if (MarketTokens.Known(call, token, () => AwsError.Conflict("clientToken was used with another request.")) is { } known)
            return known;
        var answer = act();
        MarketTokens.Remember(call, token, answer);
        return answer;
    }

    static JsonObject SendCancellation(MarketCall call) => WithToken(call, "cancellation", () =>
    {
        var agreement = ActiveOne(call);
        if (agreement.Requests.Any(r => r.Kind == MarketAgreementRequest.Cancellation && r.Status == Pending))
            throw AwsError.Conflict("The agreement has a cancellation request that is pending.");
        // "Cancel the renewal first" (seller help).
        if (call.Market.Agreements.Any(a => a.Previous == agreement && a is { Intent: "RENEW", Status: MarketAgreement.Active }))
            throw AwsError.Conflict("The agreement has a renewal that is active.");
        var request = new MarketAgreementRequest(MarketAgreementRequest.Cancellation, call.World.Ids.Of(MarketAgreementRequest.Cancellation), call.Now)
        {
            Status = Pending,
            ReasonCode = call["reasonCode"],
            Description = call.Text("description"),
            Due = AgreementClock.ApprovedAt(call.Now),
        };
        agreement.Requests.Add(request);
        MarketEvents.Cancellation(call.World, agreement, request);
        return With(agreement, Cancellation(request));
    });

    static JsonObject CancelCancellation(MarketCall call)
    {
        var (agreement, request) = Find(call, MarketAgreementRequest.Cancellation, "agreementCancellationRequestId");
        if (request.Status != Pending)
            throw AwsError.Conflict($"The request is {request.Status}.");
        (request.Status, request.StatusMessage, request.Updated, request.Due) = ("CANCELLED", call["cancellationReason"], call.Now, null);
        MarketEvents.Cancellation(call.World, agreement, request);
        return With(agreement, Cancellation(request));
    }

    static JsonObject CreateAdjustments(MarketCall call)
    {
        var entries = call.Input["billingAdjustmentRequestEntries"]!.AsArray().OfType<JsonObject>().ToList();
        if (entries.Select(e => e["agreementId"]!.GetValue<string>()).Distinct().Count() > 1)
            throw MarketErrors.Agreement("MULTIPLE_AGREEMENT_IDS", "The entries of a batch are of one agreement.");
        var (items, errors) = (new JsonArray(), new JsonArray());
        foreach (var entry in entries)
        {
            var one = new MarketCall(call.World, entry);
            var token = entry["clientToken"]!.GetValue<string>();
            try
            {
                var answer = WithToken(one, "adjustment", () => CreateAdjustment(one));
                items.Add((JsonNode)new JsonObject { ["billingAdjustmentRequestId"] = answer["id"]!.DeepClone(), ["clientToken"] = token });
            }
            catch (AwsError error)
            {
                var code = error.Type switch { "ConflictException" => "CONFLICT_EXCEPTION", "ResourceNotFoundException" => "RESOURCE_NOT_FOUND_EXCEPTION", _ => "VALIDATION_EXCEPTION" };
                errors.Add((JsonNode)new JsonObject { ["code"] = code, ["message"] = error.Message, ["clientToken"] = token });
            }
        }

        return new JsonObject { ["items"] = items, ["errors"] = errors };
    }

    static JsonObject CreateAdjustment(MarketCall call)
    {
        var agreement = AgreementOperations.Find(call);
        var invoice = agreement.Invoices.Find(i => i["invoiceId"]!.GetValue<string>() == call["originalInvoiceId"]) ?? throw MarketErrors.NotFound("Invoice", call["originalInvoiceId"]);
        var (amount, max) = (Number(call["adjustmentAmount"]), Number(invoice["pricingCurrencyAmount"]!["maxAdjustmentAmount"]!.GetValue<string>()));
        if (invoice["invoiceType"]!.GetValue<string>() != "INVOICE")
            throw MarketErrors.Agreement("OTHER", "Only an invoice is adjusted, not a credit memo.");
        if (invoice["pricingCurrencyAmount"]!["currencyCode"]!.GetValue<string>() != call["currencyCode"])
            throw MarketErrors.Agreement("INVALID_CURRENCY_CODE", "The currency is the invoice's.");
        if (amount == 0)
            throw MarketErrors.Agreement("INVALID_ADJUSTMENT_AMOUNT", "adjustmentAmount is above zero.");
        if (amount > max)
            throw MarketErrors.Agreement("EXCEEDED_MAXIMUM_ADJUSTMENT_AMOUNT", $"The invoice may be adjusted by {max} at most.");
        invoice["pricingCurrencyAmount"]!["maxAdjustmentAmount"] = (max - amount).ToString(CultureInfo.InvariantCulture);
        var request = new MarketAgreementRequest(MarketAgreementRequest.Adjustment, call.World.Ids.Of(MarketAgreementRequest.Adjustment), call.Now)
        {
            Status = "PENDING",
            ReasonCode = call["adjustmentReasonCode"],
            Description = call.Text("description"),
            Amount = call["adjustmentAmount"],
            Currency = call["currencyCode"],
            InvoiceId = call["originalInvoiceId"],
            Due = call.Now + call.Market.RequestTime,
        };
        agreement.Requests.Add(request);
        return new JsonObject { ["id"] = request.Id };
    }

    // "Only with a VariablePaymentTerm" (model).
    static JsonObject SendPayment(MarketCall call) => WithToken(call, "payment", () =>
    {
        var agreement = ActiveOne(call);
        var term = agreement.Terms.OfType<JsonObject>().Select(t => t["variablePaymentTerm"] as JsonObject).FirstOrDefault(t => t?["id"]?.GetValue<string>() == call["termId"]) ?? throw MarketErrors.Agreement("INVALID_TERM_ID", "The agreement has no such VariablePaymentTerm.");
        if (Number(call["chargeAmount"]) is var charge && (charge == 0 || (term["maxTotalChargeAmount"]?.GetValue<string>() is { } most
            && charge + agreement.Requests.Where(r => r is { Kind: MarketAgreementRequest.Payment, Status: "VALIDATING" or Pending or "APPROVED" }).Sum(r => Number(r.Amount!)) > Number(most))))
            throw MarketErrors.Agreement("INVALID_CHARGE_AMOUNT", "chargeAmount is above zero and within what maxTotalChargeAmount leaves.");
        var request = new MarketAgreementRequest(MarketAgreementRequest.Payment, call.World.Ids.Of(MarketAgreementRequest.Payment), call.Now)
        {
            Status = "VALIDATING",
            Name = call["name"],
            Description = call.Text("description"),
            Amount = call["chargeAmount"],
            Currency = term["currencyCode"]!.GetValue<string>(),
            Due = call.Now + call.Market.RequestTime,
        };
        agreement.Requests.Add(request);
        var answer = With(agreement, Payment(request));
        answer.Remove("updatedAt");
        return answer;
    });

    static JsonObject CancelPayment(MarketCall call)
    {
        var (agreement, request) = Find(call, MarketAgreementRequest.Payment, "paymentRequestId");
        if (request.Status is not (Pending or "VALIDATING"))
            throw AwsError.Conflict($"The request is {request.Status}.");
        (request.Status, request.Updated, request.Due) = ("CANCELLED", call.Now, null);
        return With(agreement, Payment(request));
    }

    static (MarketAgreement Agreement, MarketAgreementRequest Request) Find(MarketCall call, string kind, string member)
    {
        var agreement = AgreementOperations.Find(call);
        return (agreement, agreement.Requests.Find(r => r.Kind == kind && r.Id == call[member]) ?? throw MarketErrors.NotFound("Request", call[member]));
    }

    static JsonObject List(MarketCall call, string kind, string member, Func<(MarketAgreement Agreement, MarketAgreementRequest Request), JsonObject> view)
    {
        if (call.Text("partyType") is { } party && party is not ("Proposer" or "Acceptor"))
            throw MarketErrors.Agreement("INVALID_PARTY_TYPE", "partyType takes Proposer or Acceptor.");
        var found = call.Market.Agreements.Where(a => a.Proposer == call.Market.Account && call.Text("partyType") != "Acceptor" && (call.Text("agreementId") is not { } id || a.Id == id))
            .SelectMany(a => a.Requests.Where(r => r.Kind == kind && (call.Text("status") is not { } status || r.Status == status)).Select(r => (a, r)));
        return call.Page(member, found.OrderByDescending(p => p.r.Created).Select(p => view(p)), Page, camelCase: true);
    }

    static JsonObject With(MarketAgreement agreement, JsonObject json)
    {
        json["agreementId"] = agreement.Id;
        return json;
    }

    static JsonObject Cancellation(MarketAgreementRequest request) => new JsonObject
    {
        ["agreementCancellationRequestId"] = request.Id,
        ["status"] = request.Status,
        ["statusMessage"] = request.StatusMessage,
        ["reasonCode"] = request.ReasonCode,
        ["description"] = request.Description,
        ["createdAt"] = Days.Epoch(request.Created),
        ["updatedAt"] = Days.Epoch(request.Updated),
    }.Drop();

    static JsonObject Cancellation((MarketAgreement Agreement, MarketAgreementRequest Request) found, bool summary = false) => Summed(found, Cancellation(found.Request), summary, "description", "statusMessage");

    static JsonObject Adjustment((MarketAgreement Agreement, MarketAgreementRequest Request) found, bool summary = false) => Summed(found, new JsonObject
    {
        ["billingAdjustmentRequestId"] = found.Request.Id,
        ["originalInvoiceId"] = found.Request.InvoiceId,
        ["adjustmentAmount"] = found.Request.Amount,
        ["currencyCode"] = found.Request.Currency,
        ["adjustmentReasonCode"] = found.Request.ReasonCode,
        ["description"] = found.Request.Description,
        ["status"] = found.Request.Status,
        ["statusMessage"] = found.Request.StatusMessage,
        ["createdAt"] = Days.Epoch(found.Request.Created),
        ["updatedAt"] = Days.Epoch(found.Request.Updated),
    }.Drop(), summary, "adjustmentReasonCode", "description", "statusMessage");

    static JsonObject Payment(MarketAgreementRequest request) => new JsonObject
    {
        ["paymentRequestId"] = request.Id,
        ["status"] = request.Status,
        ["name"] = request.Name,
        ["description"] = request.Description,
        ["chargeAmount"] = request.Amount,
        ["currencyCode"] = request.Currency,
        ["createdAt"] = Days.Epoch(request.Created),
        ["updatedAt"] = Days.Epoch(request.Updated),
    }.Drop();

    static JsonObject Payment((MarketAgreement Agreement, MarketAgreementRequest Request) found, bool summary = false) => Summed(found, Payment(found.Request), summary, "description");

    // A summary has less of the request, and for all but payments more of the agreement.
    static JsonObject Summed((MarketAgreement Agreement, MarketAgreementRequest Request) found, JsonObject json, bool summary, params string[] onlyWhole)
    {
        With(found.Agreement, json);
        if (!summary)
            return json;
        foreach (var name in onlyWhole)
            json.Remove(name);
        if (found.Request.Kind != MarketAgreementRequest.Payment)
            (json["agreementType"], json["catalog"]) = ("PurchaseAgreement", Market.Catalog);
        return json;
    }

    static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
