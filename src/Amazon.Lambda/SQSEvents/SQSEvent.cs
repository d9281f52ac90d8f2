namespace Amazon.Lambda.SQSEvents;

/// <summary>A batch of SQS messages (docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).</summary>
public class SQSEvent
{
    public List<SQSMessage> Records { get; set; } = [];

    public class SQSMessage
    {
        public string MessageId { get; set; } = "";

        public string ReceiptHandle { get; set; } = "";

        public string Body { get; set; } = "";

        public Dictionary<string, string> Attributes { get; set; } = [];

        public string EventSourceArn { get; set; } = "";

        public string EventSource { get; set; } = "";

        public string AwsRegion { get; set; } = "";
    }
}
