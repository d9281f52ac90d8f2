namespace Amazon.Lambda.S3Events;

/// <summary>A notification of S3 (docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).</summary>
public class S3Event
{
    public List<S3EventNotificationRecord> Records { get; set; } = [];

    public class S3EventNotificationRecord
    {
        public string EventVersion { get; set; } = "";

        public string EventSource { get; set; } = "";

        public string AwsRegion { get; set; } = "";

        public DateTime EventTime { get; set; }

        public string EventName { get; set; } = "";

        public S3Entity S3 { get; set; } = new();
    }

    public class S3Entity
    {
        public string S3SchemaVersion { get; set; } = "";

        public string ConfigurationId { get; set; } = "";

        public S3BucketEntity Bucket { get; set; } = new();

        public S3ObjectEntity Object { get; set; } = new();
    }

    public class S3BucketEntity
    {
        public string Name { get; set; } = "";

        public string Arn { get; set; } = "";
    }

    public class S3ObjectEntity
    {
        /// <summary>The key as the notification has it: form-encoded (a space is <c>+</c>).</summary>
        public string Key { get; set; } = "";

        public long Size { get; set; }

        public string ETag { get; set; } = "";

        public string VersionId { get; set; } = "";

        public string Sequencer { get; set; } = "";
    }
}
